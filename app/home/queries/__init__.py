"""Reads of the first page, over all domains."""
