"""What the voice does, a file per noun."""
