"""Reads of reports: frozen rows, several domains in one place."""
