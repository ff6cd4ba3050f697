"""Reads about rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import MeasureState, Method, Phase, RoundKind
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    PhaseChange,
    Publication,
    RoundMember,
)
from app.evaluation.queries.joint_indicators import entered_by_another
from app.evaluation.queries.releases import seen_by
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One line of the list of rounds."""

    id: int
    code: str
    name: str
    year: int
    kind: RoundKind
    base_on: date
    phase: Phase
    version: int | None
    """Newest published version the reader may see; None before there is one."""


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """A change of phase."""

    to_phase: Phase
    reason: str
    changed_by: str | None
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class DepartmentProgress:
    """How far a department has handed in. `waiting` values are entered and not approved."""

    department_id: int
    department: str
    peer_group: str
    expected: int
    entered: int
    waiting: int


def round_rows(actor: Actor) -> Sequence[RoundRow]:
    """Return all rounds, newest first, with the newest version the actor may see."""
    published = (
        select(func.max(Publication.version))
        .where(Publication.round_id == EvaluationRound.id, seen_by(actor))
        .scalar_subquery()
    )
    statement = select(
        EvaluationRound.id,
        EvaluationRound.code,
        EvaluationRound.name,
        EvaluationRound.year,
        EvaluationRound.kind,
        EvaluationRound.base_on,
        EvaluationRound.phase,
        published,
    ).order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    return rows_as(RoundRow, statement)


def round_or_404(round_id: int) -> EvaluationRound:
    """Return a round; everybody may know that it exists. Raises Missing."""
    found = db.session.get(EvaluationRound, round_id)
    if found is None:
        raise Missing(_("There is no such round."))
    return found


def score_count(round_id: int) -> int:
    """Return how many scores a round has: its departments with the indicators of their peer groups."""
    same_group = (Composition.round_id == RoundMember.round_id) & (
        Composition.peer_group_id == RoundMember.peer_group_id
    )
    pairs = select(func.count()).select_from(RoundMember).join(Composition, same_group)
    return db.session.scalar(pairs.where(RoundMember.round_id == round_id)) or 0


def phase_changes(round_id: int) -> Sequence[ChangeRow]:
    """Return the changes of phase, oldest first."""
    statement = (
        select(PhaseChange.to_phase, PhaseChange.reason, Person.name, PhaseChange.changed_at)
        .outerjoin(Person, Person.id == PhaseChange.changed_by_id)
        .where(PhaseChange.round_id == round_id)
        .order_by(PhaseChange.id)
    )
    return rows_as(ChangeRow, statement)


def department_progress(round_id: int) -> Sequence[DepartmentProgress]:
    """Return what every department of a round has entered of what is asked from it, in two statements."""
    typed = (Composition.method != Method.PANEL, Composition.named_source.is_(None))
    expected = (
        select(
            RoundMember.department_id,
            RoundMember.department_name,
            RoundMember.peer_group_name,
            func.count(Composition.id),
        )
        .outerjoin(
            Composition,
            (Composition.round_id == RoundMember.round_id)
            & (Composition.peer_group_id == RoundMember.peer_group_id)
            & typed[0]
            & typed[1]
            & ~entered_by_another(Composition.round_id, Composition.indicator_id, RoundMember.department_id),
        )
        .where(RoundMember.round_id == round_id)
        .group_by(RoundMember.id)
        .order_by(RoundMember.position, RoundMember.id)
    )
    counts = _counts(round_id)
    return [
        DepartmentProgress(
            department_id=department,
            department=name,
            peer_group=group,
            expected=number,
            entered=counts.get(department, (0, 0))[0],
            waiting=counts.get(department, (0, 0))[1],
        )
        for department, name, group, number in db.session.execute(expected)
    ]


def _counts(round_id: int) -> dict[int, tuple[int, int]]:
    unapproved = func.count().filter(
        ActualMeasure.approved_by_id.is_(None),
        ActualMeasure.state.in_((MeasureState.VALUE, MeasureState.NOT_APPLICABLE)),
    )
    statement = (
        select(ActualMeasure.department_id, func.count(), unapproved)
        .where(
            ActualMeasure.round_id == round_id,
            ActualMeasure.state != MeasureState.MISSING,
            ActualMeasure.named_source.is_(None),
        )
        .group_by(ActualMeasure.department_id)
    )
    return {department: (entered, waiting) for department, entered, waiting in db.session.execute(statement)}
