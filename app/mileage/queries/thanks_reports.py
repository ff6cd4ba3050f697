"""칭찬 신고와 상호 칭찬: what the control tower and the auditor look at."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.pages import Keyset, Page
from app.mileage.enums import ThanksReportState
from app.mileage.models import Thanks, ThanksReport
from app.mileage.queries.thanks import ME
from app.mileage.rules.thanks_circles import Circle, circles
from app.organization.models import Department

MOST_CIRCLES = 100


class ReportRow(NamedTuple):
    """A report with the message it is about, and its decision."""

    id: int
    thanks_id: int
    body: str
    sender: str
    receiver: str
    reporter: str
    reporter_id: int
    reason: str
    reported_at: datetime
    state: ThanksReportState
    decided_by: str | None
    decided_at: datetime | None
    decision: str | None


class Member(NamedTuple):
    """Somebody in a circle."""

    id: int
    name: str
    department: str | None


class CircleRow(NamedTuple):
    """A circle with names; `messages` were sent inside it in the month."""

    members: tuple[Member, ...]
    messages: int


def reports_page(actor: Actor, *, decided: bool, cursor: str | None = None) -> Page[ReportRow]:
    """Return a page of the reports about messages in which the actor has no part, the newest first."""
    page = _listing(decided).page(cursor, {"me": actor.id})
    return Page([ReportRow(*row) for row in page.rows], page.next_cursor)


def reports_of(thanks_id: int) -> Sequence[ReportRow]:
    """Return every report about a message, the newest first."""
    found = db.session.execute(_rows().where(ThanksReport.thanks_id == thanks_id).order_by(ThanksReport.id.desc()))
    return [ReportRow(*row) for row in found]


def report_by(person_id: int, thanks_id: int) -> ReportRow | None:
    """Return what the person has reported about the message, and what came of it."""
    mine = _rows().where(ThanksReport.thanks_id == thanks_id, ThanksReport.reporter_id == person_id)
    row = db.session.execute(mine).first()
    return ReportRow(*row) if row else None


def circles_of(month: date) -> Sequence[CircleRow]:
    """Return who thanked one another closely in a month, the largest circles first: two statements."""
    counted = (
        select(Thanks.sender_id, Thanks.receiver_id, func.count().label("messages"))
        .where(Thanks.month == month)
        .group_by(Thanks.sender_id, Thanks.receiver_id)
        .cte("counted")
    )
    back = counted.alias("back")
    mutual = select(counted).join(
        back, and_(back.c.sender_id == counted.c.receiver_id, back.c.receiver_id == counted.c.sender_id)
    )
    counts = {(sender, receiver): messages for sender, receiver, messages in db.session.execute(mutual)}
    found = circles(counts)[:MOST_CIRCLES]
    names = _members({person_id for circle in found for person_id in circle.person_ids}) if found else {}
    return [_with_names(circle, names) for circle in found]


def _with_names(circle: Circle, names: dict[int, Member]) -> CircleRow:
    members = sorted((names[person_id] for person_id in circle.person_ids), key=lambda member: member.name)
    return CircleRow(tuple(members), circle.messages)


def _members(person_ids: set[int]) -> dict[int, Member]:
    rows = db.session.execute(
        select(Person.id, Person.name, Department.name)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Person.id.in_(person_ids))
    )
    return {row[0]: Member(*row) for row in rows}


def has_no_part(me: ColumnElement[int] | int) -> ColumnElement[bool]:
    """Where-clause: the message is between two others."""
    return ~or_(Thanks.sender_id == me, Thanks.receiver_id == me)


def _rows() -> AnySelect:
    sender, receiver, reporter, decider = (aliased(Person) for _n in range(4))
    return (
        select(
            ThanksReport.id,
            ThanksReport.thanks_id,
            Thanks.body,
            sender.name,
            receiver.name,
            reporter.name,
            ThanksReport.reporter_id,
            ThanksReport.reason,
            ThanksReport.reported_at,
            ThanksReport.state,
            decider.name,
            ThanksReport.decided_at,
            ThanksReport.decision,
        )
        .select_from(ThanksReport)
        .join(Thanks, Thanks.id == ThanksReport.thanks_id)
        .join(sender, sender.id == Thanks.sender_id)
        .join(receiver, receiver.id == Thanks.receiver_id)
        .join(reporter, reporter.id == ThanksReport.reporter_id)
        .outerjoin(decider, decider.id == ThanksReport.decided_by_id)
    )


@lru_cache
def _listing(decided: bool) -> Keyset:  # noqa: FBT001  the key of the cache
    is_open = ThanksReport.state == ThanksReportState.OPEN
    return Keyset(_rows().where(~is_open if decided else is_open, has_no_part(ME)), keys=[ThanksReport.id])
