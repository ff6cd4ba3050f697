"""Workbooks: what a report looks like in Excel."""
