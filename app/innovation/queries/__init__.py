"""Reads of innovation, a file per noun."""
