"""Reads about tokens, and of what the API hands out."""
