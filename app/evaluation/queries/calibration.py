"""조정회의를 읽는 눈: bounds, sessions, cases and decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import CalibrationPreset, CaseOutcome, ConflictGround, Phase
from app.evaluation.models import (
    CalibrationAttendee,
    CalibrationBounds,
    CalibrationCase,
    CalibrationDecision,
    CalibrationSession,
    EvaluationRound,
    PhaseChange,
    RoundMember,
)
from app.evaluation.models.rounds import EVIDENCE_SUBJECT
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.calibration import PRESETS, Bounds, CaseKey, Ground
from app.files.models import EvidenceFile
from app.files.queries import evidence_of
from app.organization.models import Department

USUAL = PRESETS[CalibrationPreset.USUAL]
PRESENT_ROLES = (Role.HEAD, Role.CONTROL_TOWER, Role.EVALUATOR)


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """A session in the list of a round."""

    id: int
    number: int
    held_on: date
    place: str
    chair: str
    closed_at: datetime | None
    cases: int
    decided: int


@dataclass(frozen=True, kw_only=True)
class AttendeeRow:
    """Somebody who was there."""

    person_id: int | None
    name: str


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """What was decided about a case, and by whom it was written down."""

    case_id: int
    number: int
    outcome: CaseOutcome
    indicator_id: int | None
    score_before: Decimal | None
    score_after: Decimal | None
    reason: str
    present: str
    stepped_out: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class BoundsRow:
    """One version of the bounds."""

    id: int
    spread: Decimal
    rank_gap: int
    margin: Decimal
    reason: str
    set_by: str
    set_at: datetime


def bounds_rows() -> Sequence[BoundsRow]:
    """Return the versions of the bounds, newest first."""
    statement = (
        select(
            CalibrationBounds.id,
            CalibrationBounds.spread,
            CalibrationBounds.rank_gap,
            CalibrationBounds.margin,
            CalibrationBounds.reason,
            Person.name,
            CalibrationBounds.set_at,
        )
        .join(Person, Person.id == CalibrationBounds.set_by_id)
        .order_by(CalibrationBounds.id.desc())
    )
    return rows_as(BoundsRow, statement)


def bounds_of(record: EvaluationRound) -> Bounds:
    """Return the bounds that hold for a round: those in force when it calibrated first, or today before that.

    So nobody moves the bounds once the marks are known to bring one department onto the agenda.
    """
    began = (
        select(func.min(PhaseChange.changed_at))
        .where(PhaseChange.round_id == record.id, PhaseChange.to_phase == Phase.CALIBRATION)
        .scalar_subquery()
    )
    statement = (
        select(CalibrationBounds)
        .where((began.is_(None)) | (CalibrationBounds.set_at <= began))
        .order_by(CalibrationBounds.id.desc())
        .limit(1)
    )
    found = db.session.scalar(statement)
    if found is None:
        return USUAL
    return Bounds(spread=found.spread, rank_gap=found.rank_gap, margin=found.margin)


def session_or_404(session_id: int) -> CalibrationSession:
    """Return a session. Raises Missing."""
    found = db.session.get(CalibrationSession, session_id)
    if found is None:
        raise Missing(_("There is no such calibration session."))
    return found


def case_or_404(case_id: int) -> CalibrationCase:
    """Return a case. Raises Missing."""
    found = db.session.get(CalibrationCase, case_id)
    if found is None:
        raise Missing(_("There is no such case on an agenda."))
    return found


def session_was_held(round_id: int) -> bool:
    """Whether a calibration session of a round was begun."""
    held = select(CalibrationSession.id).where(CalibrationSession.round_id == round_id)
    return db.session.scalar(held.limit(1)) is not None


def open_session_id(round_id: int) -> int | None:
    """Return the session of a round that is not closed, if there is one."""
    return db.session.scalar(
        select(CalibrationSession.id).where(
            CalibrationSession.round_id == round_id, CalibrationSession.closed_at.is_(None)
        )
    )


def session_rows(round_id: int) -> Sequence[SessionRow]:
    """Return the sessions of a round, newest first."""
    cases = (
        select(func.count(CalibrationCase.id))
        .where(CalibrationCase.session_id == CalibrationSession.id)
        .correlate(CalibrationSession)
        .scalar_subquery()
    )
    decided = (
        select(func.count(CalibrationDecision.case_id.distinct()))
        .select_from(CalibrationDecision)
        .join(CalibrationCase, CalibrationCase.id == CalibrationDecision.case_id)
        .where(CalibrationCase.session_id == CalibrationSession.id)
        .correlate(CalibrationSession)
        .scalar_subquery()
    )
    statement = (
        select(
            CalibrationSession.id,
            CalibrationSession.number,
            CalibrationSession.held_on,
            CalibrationSession.place,
            CalibrationSession.chair,
            CalibrationSession.closed_at,
            cases,
            decided,
        )
        .where(CalibrationSession.round_id == round_id)
        .order_by(CalibrationSession.number.desc())
    )
    return rows_as(SessionRow, statement)


def attendees_of(session_id: int) -> Sequence[AttendeeRow]:
    """Return who was at a session, in the order they were written down."""
    statement = (
        select(CalibrationAttendee.person_id, CalibrationAttendee.name)
        .where(CalibrationAttendee.session_id == session_id)
        .order_by(CalibrationAttendee.position)
    )
    return rows_as(AttendeeRow, statement)


def cases_of(session_id: int) -> Sequence[CalibrationCase]:
    """Return the agenda of a session."""
    statement = select(CalibrationCase).where(CalibrationCase.session_id == session_id).order_by(CalibrationCase.number)
    return db.session.scalars(statement).all()


def decisions_of(case_ids: Collection[int]) -> Mapping[int, Sequence[DecisionRow]]:
    """Return the decisions of cases by case, in their order; the last one counts."""
    writer = aliased(Person)
    statement = (
        select(
            CalibrationDecision.case_id,
            CalibrationDecision.number,
            CalibrationDecision.outcome,
            CalibrationDecision.indicator_id,
            CalibrationDecision.score_before,
            CalibrationDecision.score_after,
            CalibrationDecision.reason,
            CalibrationDecision.present,
            CalibrationDecision.stepped_out,
            writer.name,
            CalibrationDecision.decided_at,
        )
        .join(writer, writer.id == CalibrationDecision.decided_by_id)
        .where(CalibrationDecision.case_id.in_(case_ids))
        .order_by(CalibrationDecision.case_id, CalibrationDecision.number)
    )
    found: dict[int, list[DecisionRow]] = {}
    for row in rows_as(DecisionRow, statement):
        found.setdefault(row.case_id, []).append(row)
    return found


def decided_grounds(round_id: int) -> Mapping[CaseKey, frozenset[ConflictGround]]:
    """Return what sessions of a round have decided about already: the grounds by case."""
    decided = select(CalibrationDecision.case_id)
    statement = (
        select(CalibrationCase.department_id, CalibrationCase.indicator_id, CalibrationCase.grounds)
        .join(CalibrationSession, CalibrationSession.id == CalibrationCase.session_id)
        .where(CalibrationSession.round_id == round_id, CalibrationCase.id.in_(decided))
    )
    found: dict[CaseKey, frozenset[ConflictGround]] = {}
    for department, indicator, grounds in db.session.execute(statement):
        kinds = frozenset(ConflictGround(ground["kind"]) for ground in grounds)
        found[department, indicator] = found.get((department, indicator), frozenset()) | kinds
    return found


def grounds_of(case: CalibrationCase) -> Sequence[Ground]:
    """Return the grounds of a case as the rules know them."""
    return [
        Ground(
            kind=ConflictGround(row["kind"]),
            figure=Decimal(row["figure"]),
            bound=None if row["bound"] is None else Decimal(row["bound"]),
        )
        for row in case.grounds
    ]


def offered_people() -> Sequence[tuple[int, str]]:
    """Return who may be chosen as present: heads, the control tower and evaluators of today, by name."""
    statement = (
        select(Person.id, Person.name, Department.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(RoleAssignment.role.in_(PRESENT_ROLES), held_on(clock.today()))
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return [(key, f"{name} ({unit})" if unit else name) for key, name, unit in db.session.execute(statement)]


def evidence_files(record: EvaluationRound, department_id: int) -> Sequence[EvidenceFile]:
    """Return the files a department handed in for a round."""
    member = db.session.scalar(
        select(RoundMember.id).where(RoundMember.round_id == record.id, RoundMember.department_id == department_id)
    )
    return () if member is None else evidence_of(EVIDENCE_SUBJECT, [member])[member]
