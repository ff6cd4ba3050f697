"""Forms of the voice, a file per noun."""
