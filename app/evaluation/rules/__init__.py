"""The arithmetic of evaluation: pure functions over Decimal. Knows no request, no database, no float."""
