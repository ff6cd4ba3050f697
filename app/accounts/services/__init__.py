"""Verbs about people, roles and sign-in."""

from app.accounts.services import access_records, passwords, people, roles, sign_in

__all__ = ["access_records", "passwords", "people", "roles", "sign_in"]
