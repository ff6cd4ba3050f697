"""Reads of the regular reports of departments."""
