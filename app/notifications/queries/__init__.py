"""Reads of the inbox, the outbox and who is told."""
