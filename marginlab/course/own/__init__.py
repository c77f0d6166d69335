"""Your own position: what is typed about one, and what both margin modes make of it."""
