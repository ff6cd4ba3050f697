"""What can be done in innovation, a file per noun."""
