"""Reads about how mail is set."""

from datetime import datetime

from app.core import clock
from app.core.database import db
from app.notifications.models import MailSettings
from app.notifications.rules import is_quiet
from app.organization.queries import holidays_between

ONLY = 1
"""The settings are one row."""


def mail_settings() -> MailSettings:
    """Return how mail is set; where nobody has set anything, the defaults, not yet stored."""
    return db.session.get(MailSettings, ONLY) or default_settings()


def default_settings() -> MailSettings:
    """Return the settings of an office that sends no mail."""
    columns = MailSettings.__table__.c
    given = {column.name: column.default.arg for column in columns if column.default is not None}
    return MailSettings(id=ONLY, password_file=None, changed_at=clock.now(), **given)


def may_send_now(settings: MailSettings, now: datetime) -> bool:
    """Whether mail may leave at the moment: a server is set, it is a working day, and no quiet hour."""
    if not settings.host:
        return False
    local = clock.to_seoul(now)
    free = holidays_between(local.date(), local.date())
    hours = {"quiet_from": settings.quiet_from, "quiet_until": settings.quiet_until}
    return not is_quiet(local, **hours, holidays=free)
