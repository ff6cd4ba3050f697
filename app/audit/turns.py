"""내 차례: the auditor looks after the chain once a week."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import String, cast, exists, func, select

from app.audit.models import AuditHead, AuditVerification
from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of

UNCHECKED_DAYS = 7


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the check of the chain, if there are entries and no auditor has kept a check for a week."""
    if not actor.has(Role.AUDITOR):
        return []
    recently = clock.now() - timedelta(days=UNCHECKED_DAYS)
    checked = exists().where(AuditVerification.at >= recently)
    last = func.max(AuditVerification.at, type_=AuditVerification.at.type)
    since = select(last).scalar_subquery()
    lines = lines_of(AuditHead.id, cast(AuditHead.seq, String), since=since).where(AuditHead.seq > 0, ~checked)
    return [Asked(what=_("Check the chain of the audit log"), endpoint="audit.list_entries", lines=lines, titled=_why)]


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: an audit waits for nobody."""
    return []


def _why(entries: str) -> Message:
    return _(
        "%(entries)s entries, not checked for more than %(days)s days",
        entries=f"{int(entries):,}",
        days=UNCHECKED_DAYS,
    )
