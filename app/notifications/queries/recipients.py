"""Who is told, and how soon each of them wants to hear of it: one statement, whatever the number of people."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.notifications.enums import Frequency, NoticeKind
from app.notifications.models import MailSettings, Notice, NoticeChoice
from app.notifications.who import Who


class Recipient(NamedTuple):
    """Somebody who is told. `gets_mail`: the office sends mail, and this person has an address."""

    person_id: int
    frequency: Frequency
    gets_mail: bool


def recipients_of(who: Who, kind: NoticeKind, topic: str | None = None) -> list[Recipient]:
    """Return everybody who is told, in the order of their ids: people of today with an account that opens.

    Who has not yet read the last notice about the `topic` is left out.
    """
    today = clock.today()
    sends = select(MailSettings.id).where(MailSettings.host != "").exists()
    statement = (
        select(
            Person.id, func.coalesce(NoticeChoice.frequency, Frequency.DAILY), and_(Person.email.is_not(None), sends)
        )
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .outerjoin(NoticeChoice, and_(NoticeChoice.person_id == Person.id, NoticeChoice.kind == kind))
        .where(is_here(today), Person.institution.is_(None), _is_meant(who, today))
        .order_by(Person.id)
    )
    if who.without:
        statement = statement.where(Person.id.not_in(who.without))
    if topic is not None:
        waiting = exists().where(Notice.person_id == Person.id, Notice.unread == 1, Notice.topic == topic)
        statement = statement.where(~waiting)
    return [
        Recipient(person_id, Frequency(frequency), bool(gets_mail))
        for person_id, frequency, gets_mail in db.session.execute(statement)
    ]


def everybody_here() -> Sequence[int]:
    """Return the ids of everybody of the office who works here today and whose account opens."""
    statement = (
        select(Person.id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(is_here(clock.today()), Person.institution.is_(None))
    )
    return db.session.scalars(statement.order_by(Person.id)).all()


def is_here(today: date) -> ColumnElement[bool]:
    """Where-clause: the person has not left."""
    return or_(Person.left_on.is_(None), Person.left_on >= today)


def _is_meant(who: Who, today: date) -> ColumnElement[bool]:
    held = [
        RoleAssignment.role.in_(who.roles) if who.roles else None,
        _office(Role.HEAD, who.headed),
        _office(Role.COORDINATOR, who.coordinated),
    ]
    offices = [condition for condition in held if condition is not None]
    parts: list[ColumnElement[bool]] = [Person.id.in_(ids) for ids in who.chosen]
    if who.people:
        parts.append(Person.id.in_(who.people))
    if offices:
        holders = select(RoleAssignment.person_id).where(held_on(today), or_(*offices))
        parts.append(Person.id.in_(holders))
    return or_(*parts) if parts else false()


def _office(role: Role, department_ids: frozenset[int]) -> ColumnElement[bool] | None:
    if not department_ids:
        return None
    return and_(RoleAssignment.role == role, RoleAssignment.department_id.in_(department_ids))
