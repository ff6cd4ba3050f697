"""Verbs of reports: what is set up for HR, and what is taken out."""
