"""Reads about evaluators and their sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from app.accounts.models import Membership, Person, RoleAssignment
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.evaluation.enums import SheetState
from app.evaluation.models import (
    Composition,
    EvaluationRound,
    EvaluatorAssignment,
    RoundMember,
    ScoreSheet,
)
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class PanelProgress:
    """How many sheets of an indicator an evaluator has handed in (abstentions count as handed in)."""

    evaluator_id: int
    evaluator: str
    indicator_id: int
    done: int
    expected: int


def own_departments(record: EvaluationRound, person_id: int) -> frozenset[int]:
    """Departments a person belongs to, or belonged to since the round's first day."""
    held = db.session.scalars(
        select(Membership.department_id).where(
            Membership.person_id == person_id,
            or_(Membership.ends_on.is_(None), Membership.ends_on >= record.starts_on),
        )
    ).all()
    present = db.session.scalar(select(Person.department_id).where(Person.id == person_id))
    return frozenset(held) | ({present} if present is not None else frozenset())


def panel_progress(record: EvaluationRound) -> Sequence[PanelProgress]:
    """Return the progress of every evaluator of a round, by name."""
    assigned = db.session.execute(
        select(EvaluatorAssignment.evaluator_id, Person.name, EvaluatorAssignment.indicator_id)
        .join(Person, Person.id == EvaluatorAssignment.evaluator_id)
        .where(EvaluatorAssignment.round_id == record.id)
        .order_by(Person.name, Person.id, EvaluatorAssignment.indicator_id)
    ).all()
    departments = _departments_by_indicator(record.id)
    blocked = _blocked(record, {evaluator for evaluator, _name, _indicator in assigned})
    done = {
        (evaluator, indicator): count
        for evaluator, indicator, count in db.session.execute(
            select(ScoreSheet.evaluator_id, ScoreSheet.indicator_id, func.count())
            .where(ScoreSheet.round_id == record.id, ScoreSheet.state != SheetState.DRAFT)
            .group_by(ScoreSheet.evaluator_id, ScoreSheet.indicator_id)
        )
    }
    return [
        PanelProgress(
            evaluator_id=evaluator,
            evaluator=name,
            indicator_id=indicator,
            done=done.get((evaluator, indicator), 0),
            expected=len(departments.get(indicator, frozenset()) - blocked.get(evaluator, frozenset())),
        )
        for evaluator, name, indicator in assigned
    ]


def _departments_by_indicator(round_id: int) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    statement = (
        select(Composition.indicator_id, RoundMember.department_id)
        .join(
            RoundMember,
            (RoundMember.round_id == Composition.round_id) & (RoundMember.peer_group_id == Composition.peer_group_id),
        )
        .where(Composition.round_id == round_id)
    )
    for indicator, department in db.session.execute(statement):
        found.setdefault(indicator, set()).add(department)
    return {indicator: frozenset(departments) for indicator, departments in found.items()}


def _blocked(record: EvaluationRound, people: set[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    held = (
        select(Membership.person_id, Membership.department_id)
        .where(
            Membership.person_id.in_(people),
            or_(Membership.ends_on.is_(None), Membership.ends_on >= record.starts_on),
        )
        .union(select(Person.id, Person.department_id).where(Person.id.in_(people), Person.department_id.is_not(None)))
    )
    for person, department in db.session.execute(held):
        found.setdefault(person, set()).add(department)
    return {person: frozenset(departments) for person, departments in found.items()}


def evaluators() -> Sequence[tuple[int, str]]:
    """Return who is an evaluator today, by name, with the department."""
    today = clock.today()
    statement = (
        select(Person.id, Person.name, Department.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(
            RoleAssignment.role == Role.EVALUATOR,
            RoleAssignment.starts_on <= today,
            or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= today),
        )
        .order_by(Person.name, Person.id)
    )
    return [
        (person_id, f"{name} ({department})" if department else name)
        for person_id, name, department in db.session.execute(statement)
    ]
