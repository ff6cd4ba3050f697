"""Rules of the voice: pure functions, a file per noun."""
