"""Forms of innovation, a file per noun."""
