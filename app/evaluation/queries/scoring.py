"""What scoring needs, one statement per kind of thing, whatever the size of the round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, or_, select

from app.core.database import db
from app.evaluation.enums import MeasureState, SheetState
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    Criterion,
    EvaluationRound,
    EvaluatorSource,
    PointAdjustment,
    RoundMember,
    ScoreEntry,
    ScoreSheet,
)
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.methods.panel import Ballot
from app.evaluation.rules.units import SubUnits
from app.organization.models import Department, PeerGroup
from app.organization.queries import control_tower_department_id


@dataclass(frozen=True, kw_only=True)
class Member:
    """A department as a round ranks it, with the names of its day."""

    department_id: int
    department: str
    peer_group_id: int
    peer_group: str
    is_ranked: bool = True
    position: int = 0


@dataclass(frozen=True)
class Measured:
    """What is known of one indicator of one department."""

    state: MeasureState
    actual: object
    note: str = ""


MeasureKey = tuple[int, int]
"""(indicator id, department id)"""


_MEMBERS = (
    select(
        RoundMember.department_id,
        RoundMember.department_name,
        RoundMember.peer_group_id,
        RoundMember.peer_group_name,
        RoundMember.is_ranked,
        RoundMember.position,
    )
    .where(RoundMember.round_id == bindparam("round_id"))
    .order_by(RoundMember.position, RoundMember.id)
)


def members_of(record: EvaluationRound) -> Sequence[Member]:
    """Return the departments of a round; before any were chosen, those that would be in it."""
    found = [
        Member(department_id=d, department=name, peer_group_id=g, peer_group=group, is_ranked=ranked, position=position)
        for d, name, g, group, ranked, position in db.session.execute(_MEMBERS, {"round_id": record.id})
    ]
    return found or eligible_members(record)


def eligible_members(record: EvaluationRound) -> Sequence[Member]:
    """Return the departments that exist on the base date in a peer group, in the order of the organization chart."""
    tower = control_tower_department_id()
    statement = (
        select(Department.id, Department.name, PeerGroup.id, PeerGroup.name)
        .join(PeerGroup, PeerGroup.id == Department.peer_group_id)
        .where(
            Department.valid_from <= record.base_on,
            or_(Department.valid_until.is_(None), Department.valid_until >= record.base_on),
        )
        .order_by(PeerGroup.position, Department.position, Department.id)
    )
    return [
        Member(
            department_id=d, department=name, peer_group_id=g, peer_group=group, is_ranked=d != tower, position=position
        )
        for position, (d, name, g, group) in enumerate(db.session.execute(statement))
    ]


def compositions_of(round_id: int) -> Sequence[Composition]:
    """Return the composition of every peer group, in the order of the indicators."""
    statement = (
        select(Composition)
        .where(Composition.round_id == round_id)
        .order_by(Composition.peer_group_id, Composition.position, Composition.code)
    )
    return db.session.scalars(statement).all()


def measures_of(round_id: int, department_id: int | None = None) -> dict[MeasureKey, Measured]:
    """Return what was entered, by indicator and department."""
    statement = select(
        ActualMeasure.indicator_id,
        ActualMeasure.department_id,
        ActualMeasure.state,
        ActualMeasure.value,
        ActualMeasure.grade,
        ActualMeasure.units,
        ActualMeasure.note,
    ).where(ActualMeasure.round_id == round_id)
    if department_id is not None:
        statement = statement.where(ActualMeasure.department_id == department_id)
    return {
        (indicator, department): Measured(state, _actual(value, grade, units), note)
        for indicator, department, state, value, grade, units, note in db.session.execute(statement)
    }


def _actual(value: Decimal | None, grade: str | None, units: Mapping[str, Any] | None) -> object:
    if units is not None:
        return SubUnits.from_plain(units)
    return value if grade is None else grade


def ballots_of(round_id: int) -> Mapping[MeasureKey, Sequence[Ballot]]:
    """Return the marks of the sheets that were handed in, abstentions as ballots without marks."""
    statement = (
        select(
            ScoreSheet.id,
            ScoreSheet.indicator_id,
            ScoreSheet.department_id,
            ScoreSheet.evaluator_id,
            ScoreSheet.state,
            EvaluatorSource.name,
            Criterion.name,
            ScoreEntry.mark,
        )
        .outerjoin(
            EvaluatorSource,
            (EvaluatorSource.round_id == ScoreSheet.round_id)
            & (EvaluatorSource.evaluator_id == ScoreSheet.evaluator_id),
        )
        .outerjoin(ScoreEntry, ScoreEntry.sheet_id == ScoreSheet.id)
        .outerjoin(Criterion, Criterion.id == ScoreEntry.criterion_id)
        .where(ScoreSheet.round_id == round_id, ScoreSheet.state != SheetState.DRAFT)
        .order_by(ScoreSheet.id, Criterion.position)
    )
    marks: dict[int, dict[str, Decimal]] = {}
    places: dict[int, tuple[MeasureKey, str, str, bool]] = {}
    for sheet, indicator, department, evaluator, state, source, name, mark in db.session.execute(statement):
        places[sheet] = ((indicator, department), str(evaluator), source or "", state is SheetState.ABSTAINED)
        if name is not None:
            marks.setdefault(sheet, {})[name] = mark
    found: dict[MeasureKey, list[Ballot]] = {}
    for sheet_id, (key, who, source, abstained) in places.items():
        found.setdefault(key, []).append(Ballot(who, None if abstained else marks.get(sheet_id, {}), source))
    return found


_ADJUSTMENTS = (
    select(
        PointAdjustment.department_id,
        PointAdjustment.kind,
        PointAdjustment.item,
        PointAdjustment.points,
        PointAdjustment.source,
        PointAdjustment.cap,
        PointAdjustment.inside,
    )
    .where(PointAdjustment.round_id == bindparam("round_id"))
    .order_by(PointAdjustment.id)
)
_ADJUSTMENTS_OF_ONE = _ADJUSTMENTS.where(PointAdjustment.department_id == bindparam("department_id"))


def adjustments_of(round_id: int, department_id: int | None = None) -> Mapping[int, Sequence[Adjustment]]:
    """Return bonus and penalty points by department."""
    statement, asked = _ADJUSTMENTS, {"round_id": round_id}
    if department_id is not None:
        statement, asked = _ADJUSTMENTS_OF_ONE, {**asked, "department_id": department_id}
    found: dict[int, list[Adjustment]] = {}
    for department, kind, item, points, source, cap, inside in db.session.execute(statement, asked):
        entry = Adjustment(kind=kind, item=item, points=points, source=source, cap=cap, inside=inside)
        found.setdefault(department, []).append(entry)
    return found
