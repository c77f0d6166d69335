"""Pictures from parts, and the widgets that show them; it knows theory and no exchange."""
