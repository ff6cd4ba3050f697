"""경연 결과 공개자: who of the control tower may publish. Between naming a jury and publishing stand two people."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.innovation.models import Case, Contest, ContestEntry, ContestJuror
from app.innovation.queries.contest_conflicts import has_to_do_with
from app.innovation.queries.contests import correctors_of

Another: Any = aliased(ContestJuror, name="another")


def possible_publishers(contest: Contest) -> frozenset[int]:
    """Return who of the control tower may publish the result of a contest, as far as it is known today."""
    today = clock.today()
    tower = select(RoleAssignment.person_id).where(RoleAssignment.role == Role.CONTROL_TOWER, held_on(today))
    entered = (
        select(ContestEntry.id)
        .join(Case, Case.id == ContestEntry.case_id)
        .where(ContestEntry.contest_id == contest.id, ContestEntry.withdrawn_at.is_(None), has_to_do_with(Person.id))
        .correlate(Person)
    )
    statement = select(Person.id).where(
        Person.id.in_(tower), Person.left_on.is_(None) | (Person.left_on >= today), ~entered.exists()
    )
    bound = correctors_of(contest.id) | jury_of(contest.id) | sole_namers_of(contest.id)
    return frozenset(db.session.scalars(statement)) - bound


def bound_to_contest(person_id: int) -> ColumnElement[bool]:
    """Whether somebody sits in the jury of the `Contest` of the statement, named a part of it alone, or is concerned.

    These are whom `possible_publishers` leaves out, besides those who prepared or corrected the contest.
    """
    seat = exists().where(ContestJuror.contest_id == Contest.id, ContestJuror.person_id == person_id)
    another = exists().where(
        Another.contest_id == ContestJuror.contest_id,
        Another.kind == ContestJuror.kind,
        Another.named_by_id != person_id,
    )
    named_alone = exists().where(
        ContestJuror.contest_id == Contest.id, ContestJuror.named_by_id == person_id, ~another.correlate_except(Another)
    )
    entered = (
        select(ContestEntry.id)
        .join(Case, Case.id == ContestEntry.case_id)
        .where(ContestEntry.contest_id == Contest.id, ContestEntry.withdrawn_at.is_(None), has_to_do_with(person_id))
        .correlate_except(ContestEntry, Case)
    )
    return or_(seat, named_alone, entered.exists())


def jury_of(contest_id: int) -> frozenset[int]:
    """Return everybody who sits or sat in the jury."""
    return frozenset(db.session.scalars(select(ContestJuror.person_id).where(ContestJuror.contest_id == contest_id)))


def namers_of(contest_id: int) -> frozenset[int]:
    """Return everybody who has named somebody of the jury."""
    return frozenset(db.session.scalars(select(ContestJuror.named_by_id).where(ContestJuror.contest_id == contest_id)))


def sole_namers_of(contest_id: int) -> frozenset[int]:
    """Return who alone has named a whole part of the jury: the result would come from one hand."""
    namers: dict[str, set[int]] = {}
    statement = select(ContestJuror.kind, ContestJuror.named_by_id).where(ContestJuror.contest_id == contest_id)
    for kind, person_id in db.session.execute(statement):
        namers.setdefault(kind, set()).add(person_id)
    return frozenset(person_id for found in namers.values() if len(found) == 1 for person_id in found)
