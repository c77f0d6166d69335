"""What becomes of an account under an exchange's rules."""
