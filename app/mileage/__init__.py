"""Mileage: what people and departments contribute, kept in a ledger that survives an audit."""
