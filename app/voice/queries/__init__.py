"""What the voice reads, a file per noun."""
