"""What is true for any exchange: the statements, solving them, and a price that wanders."""
