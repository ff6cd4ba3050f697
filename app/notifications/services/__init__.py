"""Verbs of notices and mail."""

from app.notifications.services.choices import set_choices
from app.notifications.services.notices import Link, expire_notices, read_all, read_notice, tell

__all__ = ["Link", "expire_notices", "read_all", "read_notice", "set_choices", "tell"]
