"""Shapes of evaluation input."""
