"""Reads about people and sign-in."""
