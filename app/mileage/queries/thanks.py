"""칭찬: the wall, one's own messages, and one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.core.values import Value
from app.mileage.enums import PurseKind
from app.mileage.models import Thanks, ThanksPurse, ThanksReport
from app.mileage.queries.thanks_limits import limits_on
from app.mileage.rules.thanks import first_of_month
from app.organization.models import Department

LATELY = timedelta(days=30)
MOST_LATELY = 3
ME = bindparam("me", type_=Integer)
ON_THE_WALL = and_(Thanks.hidden_at.is_(None), ~Thanks.sender_keeps_private, ~Thanks.receiver_keeps_private)


class ThanksRow(NamedTuple):
    """One message as a list shows it. `reason`: why it was hidden; its words are then not told to its receiver."""

    id: int
    sender: str
    sender_department: str
    receiver: str
    receiver_department: str
    body: str
    value: Value | None
    points: int
    sent_on: date
    is_private: bool
    is_hidden: bool
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Purses:
    """What somebody has left to give this month, and was given; `granted` of the month before anything was given."""

    granted: int
    left: int
    received: int
    sent_this_month: int
    received_this_month: int


def wall(cursor: str | None = None) -> Page[ThanksRow]:
    """Return a page of the wall, the newest first. Nobody is counted and nobody ranked."""
    page = _listing("wall").page(cursor)
    return Page([_row(found) for found in page.rows], page.next_cursor)


def own_thanks(actor: Actor, *, sent: bool, cursor: str | None = None) -> Page[ThanksRow]:
    """Return a page of what the actor sent, or else got."""
    page = _listing("sent" if sent else "received").page(cursor, {"me": actor.id})
    rows = [_row(found) for found in page.rows]
    if not sent:
        rows = [row._replace(body="") if row.is_hidden else row for row in rows]
    return Page(rows, page.next_cursor)


def received_lately(actor: Actor) -> Sequence[ThanksRow]:
    """Return the last few messages the actor got in thirty days, for the first page: one statement."""
    found = db.session.execute(_LATELY, {"me": actor.id, "since": clock.today() - LATELY})
    return [_row(row) for row in found]


def purses_of(person_id: int) -> Purses:
    """Return how the purses of a person stand. Before the first message of a month the grant may not be posted yet."""
    month = first_of_month(clock.today())
    limits = limits_on(month)
    own = ThanksPurse.person_id == person_id
    left = select(ThanksPurse.balance).where(own, ThanksPurse.kind == PurseKind.GIVING, ThanksPurse.month == month)
    received = select(ThanksPurse.balance).where(own, ThanksPurse.kind == PurseKind.RECEIVED)
    this_month = select(func.count()).select_from(Thanks).where(Thanks.month == month)
    row = db.session.execute(
        select(
            left.scalar_subquery(),
            received.scalar_subquery(),
            this_month.where(Thanks.sender_id == person_id).scalar_subquery(),
            this_month.where(Thanks.receiver_id == person_id, Thanks.hidden_at.is_(None)).scalar_subquery(),
        )
    ).one()
    return Purses(
        granted=limits.monthly_grant,
        left=limits.monthly_grant if row[0] is None else row[0],
        received=row[1] or 0,
        sent_this_month=row[2],
        received_this_month=row[3],
    )


def thanks_or_404(thanks_id: int, actor: Actor) -> Thanks:
    """Load a message the actor may read. Raises `Missing`."""
    found = db.session.scalar(select(Thanks).where(Thanks.id == thanks_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such thank-you."))
    return found


def thanks_row(thanks_id: int) -> ThanksRow:
    """Return one message with the names around it."""
    return _row(db.session.execute(_rows().where(Thanks.id == thanks_id)).one())


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: one's own, the wall, what one has reported; all reported ones for the tower, all for the auditor."""
    if actor.has(Role.AUDITOR):
        return true()
    of_message = select(ThanksReport.id).where(ThanksReport.thanks_id == Thanks.id)
    reported_by_me = of_message.where(ThanksReport.reporter_id == actor.id).correlate(Thanks).exists()
    own = or_(Thanks.sender_id == actor.id, Thanks.receiver_id == actor.id, reported_by_me)
    if not actor.has(Role.CONTROL_TOWER):
        return or_(own, ON_THE_WALL)
    return or_(own, ON_THE_WALL, of_message.correlate(Thanks).exists())


def _rows() -> AnySelect:
    sender, receiver = aliased(Person), aliased(Person)
    of_sender, of_receiver = aliased(Department), aliased(Department)
    return (
        select(
            Thanks.id,
            sender.name,
            of_sender.name,
            receiver.name,
            of_receiver.name,
            Thanks.body,
            Thanks.value,
            Thanks.points,
            Thanks.sent_on,
            or_(Thanks.sender_keeps_private, Thanks.receiver_keeps_private),
            Thanks.hidden_at.is_not(None),
            Thanks.hide_reason,
        )
        .select_from(Thanks)
        .join(sender, sender.id == Thanks.sender_id)
        .join(receiver, receiver.id == Thanks.receiver_id)
        .join(of_sender, of_sender.id == Thanks.sender_department_id)
        .join(of_receiver, of_receiver.id == Thanks.receiver_department_id)
    )


def _row(found: AnyRow) -> ThanksRow:
    return ThanksRow(*found)


_WHERE = {"wall": ON_THE_WALL, "sent": Thanks.sender_id == ME, "received": Thanks.receiver_id == ME}


@lru_cache
def _listing(box: str) -> Keyset:
    """Put the statement of a list together once."""
    return Keyset(_rows().where(_WHERE[box]), keys=[Thanks.id])


_LATELY = (
    _rows()
    .where(Thanks.receiver_id == ME, Thanks.hidden_at.is_(None), Thanks.sent_on > bindparam("since", type_=Date))
    .order_by(Thanks.id.desc())
    .limit(MOST_LATELY)
)
