"""내 차례: values to enter or approve, sheets to score, and what the actor waits for."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.core.turns import Turn
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    EvaluatorAssignment,
    RoundMember,
)
from app.evaluation.queries.sheets import own_progress

_ENTER = _("Enter the actual values of the department")
_APPROVE = _("Approve the actual values of the department")
_SCORE = _("Score what you were asked to")
_MOVE = _("Lead the round on")
_APPROVAL = _("Actual values wait for the department head")


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor must enter, approve or score, at most one line per round, department and kind."""
    turns: list[Turn] = []
    if actor.coordinated_department_ids:
        turns += _to_enter(actor.coordinated_department_ids)
    if actor.headed_department_ids:
        turns += _to_approve(actor.headed_department_ids, actor.id)
    if actor.has(Role.EVALUATOR):
        turns += _to_score(actor)
    if actor.has(Role.CONTROL_TOWER):
        turns += _to_lead()
    return turns


def awaited_by(actor: Actor) -> Sequence[Turn]:
    """Return the rounds in which the actor's own entries wait for an approval."""
    statement = (
        _waiting().where(ActualMeasure.entered_by_id == actor.id).order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    return [
        _measures_turn(_APPROVAL, round_id, unit_id, f"{name} · {unit}", since=since)
        for round_id, name, unit_id, unit, since in db.session.execute(statement)
    ]


def _waiting() -> AnySelect:
    """Rounds and departments with values nobody has approved yet, and since when."""
    return (
        select(
            EvaluationRound.id,
            EvaluationRound.name,
            RoundMember.department_id,
            RoundMember.department_name,
            func.min(ActualMeasure.entered_at, type_=ActualMeasure.entered_at.type),
        )
        .join(RoundMember, RoundMember.round_id == EvaluationRound.id)
        .join(
            ActualMeasure,
            (ActualMeasure.round_id == EvaluationRound.id) & (ActualMeasure.department_id == RoundMember.department_id),
        )
        .where(
            EvaluationRound.phase == Phase.MEASURING,
            ActualMeasure.approved_by_id.is_(None),
            ActualMeasure.named_source.is_(None),
            ActualMeasure.state.in_((MeasureState.VALUE, MeasureState.NOT_APPLICABLE)),
        )
        .group_by(EvaluationRound.id, EvaluationRound.name, RoundMember.department_id, RoundMember.department_name)
    )


def _to_approve(department_ids: Sequence[int], approver_id: int) -> list[Turn]:
    statement = (
        _waiting()
        .where(
            RoundMember.department_id.in_(department_ids),
            func.coalesce(ActualMeasure.entered_by_id, 0) != approver_id,
        )
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    return [
        _measures_turn(_APPROVE, round_id, unit_id, f"{name} · {unit}", since=since)
        for round_id, name, unit_id, unit, since in db.session.execute(statement)
    ]


def _to_enter(department_ids: Sequence[int]) -> list[Turn]:
    """Rounds that measure, with indicators of the department nobody has entered anything for."""
    place = (EvaluationRound.id, EvaluationRound.name, RoundMember.department_id, RoundMember.department_name)
    statement = (
        select(*place, EvaluationRound.base_on, func.count())
        .join(RoundMember, RoundMember.round_id == EvaluationRound.id)
        .join(
            Composition,
            (Composition.round_id == EvaluationRound.id) & (Composition.peer_group_id == RoundMember.peer_group_id),
        )
        .where(
            EvaluationRound.phase == Phase.MEASURING,
            RoundMember.department_id.in_(department_ids),
            Composition.method != Method.PANEL,
            Composition.named_source.is_(None),
            ~_entered(),
        )
        .group_by(*place, EvaluationRound.base_on)
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    return [
        _measures_turn(_ENTER, round_id, unit_id, f"{name} · {unit} ({count})", due_on=base_on)
        for round_id, name, unit_id, unit, base_on, count in db.session.execute(statement)
    ]


def _entered() -> ColumnElement[bool]:
    return (
        select(ActualMeasure.id)
        .where(
            ActualMeasure.round_id == Composition.round_id,
            ActualMeasure.indicator_id == Composition.indicator_id,
            ActualMeasure.department_id == RoundMember.department_id,
            ActualMeasure.state != MeasureState.MISSING,
        )
        .exists()
    )


def _measures_turn(
    what: Message,
    round_id: int,
    department_id: int,
    title: str,
    *,
    due_on: date | None = None,
    since: datetime | None = None,
) -> Turn:
    params = {"round_id": round_id, "department_id": department_id}
    return Turn(what=what, title=title, endpoint="evaluation.show_measures", params=params, due_on=due_on, since=since)


def _to_score(actor: Actor) -> list[Turn]:
    """Rounds in scoring with sheets of the actor that are not in; the own departments are not counted."""
    mine = select(EvaluatorAssignment.round_id).where(EvaluatorAssignment.evaluator_id == actor.id)
    statement = select(EvaluationRound).where(EvaluationRound.phase == Phase.SCORING, EvaluationRound.id.in_(mine))
    turns: list[Turn] = []
    for record in db.session.scalars(statement.order_by(EvaluationRound.id)).all():
        done, expected = own_progress(record, actor.id)
        if done < expected:
            title = f"{record.name} ({done}/{expected})"
            turns.append(
                Turn(what=_SCORE, title=title, endpoint="evaluation.list_sheets", params={"round_id": record.id})
            )
    return turns


def _to_lead() -> list[Turn]:
    """Rounds the control tower has to lead on, by base date."""
    open_phases = (Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING, Phase.CALIBRATION)
    statement = (
        select(EvaluationRound.id, EvaluationRound.name, EvaluationRound.phase, EvaluationRound.base_on)
        .where(EvaluationRound.phase.in_(open_phases))
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    return [
        Turn(what=_MOVE, title=name, endpoint="evaluation.show_round", params={"round_id": round_id}, due_on=base_on)
        for round_id, name, _phase, base_on in db.session.execute(statement)
    ]
