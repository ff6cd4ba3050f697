"""엠바고: until when published results may be kept to the control tower and the auditor."""

from datetime import datetime, timedelta

from app.core.errors import Refused
from app.core.messages import _

LONGEST_DAYS = 60


def check_release(release_at: datetime | None, now: datetime) -> None:
    """Refuse a release that does not lie ahead, or too far ahead. None is a release at once."""
    if release_at is None:
        return
    if release_at <= now:
        raise Refused(_("The moment of release lies ahead; leave it empty to release at once."))
    if release_at > now + timedelta(days=LONGEST_DAYS):
        raise Refused(_("Results are released within %(days)s days.", days=LONGEST_DAYS))
