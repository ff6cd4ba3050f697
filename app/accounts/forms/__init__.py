"""Shapes of input about people and sign-in."""
