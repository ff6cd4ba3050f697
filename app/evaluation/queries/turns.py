"""내 차례: values to enter or approve, sheets to score, and what the actor waits for."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, String, case, cast, func, select

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.core.turns import NO_DAY, NO_MOMENT, AnyColumn, Asked, Turn, lines_of
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    EvaluatorAssignment,
    PhaseChange,
    RoundDay,
    RoundMember,
)
from app.evaluation.queries.joint_indicators import entered_by_another
from app.evaluation.queries.sheets import own_progress
from app.evaluation.rules.periods import DUE_DAYS
from app.evaluation.rules.phases import next_phase

_ENTER = _("Enter the actual values of the department")
_PERIODS = _("Enter the values of the periods that are over")
_APPROVE = _("Approve the actual values of the department")
_SCORE = _("Score what you were asked to")
_MOVE = _("Lead the round on")
_EXEMPT = _("Say whether indicators do not apply")
_APPROVAL = _("Actual values wait for the department head")


PLACE = (EvaluationRound.id, EvaluationRound.name, RoundMember.department_id, RoundMember.department_name)


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must enter, approve or lead on: one line for each round, department and kind."""
    kinds: list[Asked] = []
    if actor.coordinated_department_ids:
        kinds.append(_to_enter(actor.coordinated_department_ids))
        kinds.append(_periods_to_enter(actor.coordinated_department_ids))
    if actor.headed_department_ids:
        kinds.append(_to_approve(actor.headed_department_ids, actor.id))
    if actor.has(Role.CONTROL_TOWER):
        kinds += [_to_lead(), _to_exempt(actor)]
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the rounds in which the actor's own entries wait for an approval."""
    return [_measures(_APPROVAL, _waiting().where(ActualMeasure.entered_by_id == actor.id))]


def to_score(actor: Actor) -> Sequence[Turn]:
    """Return rounds in scoring with sheets of the actor that are not in; the own departments are not counted."""
    if not actor.has(Role.EVALUATOR):
        return []
    mine = select(EvaluatorAssignment.round_id).where(EvaluatorAssignment.evaluator_id == actor.id)
    statement = select(EvaluationRound).where(EvaluationRound.phase == Phase.SCORING, EvaluationRound.id.in_(mine))
    rounds = db.session.scalars(statement.order_by(EvaluationRound.id)).all()
    progress = ((record, *own_progress(record, actor.id)) for record in rounds)
    return [
        Turn(
            what=_SCORE,
            title=f"{record.name} ({done}/{expected})",
            endpoint="evaluation.list_sheets",
            params={"round_id": record.id},
        )
        for record, done, expected in progress
        if done < expected
    ]


def _waiting() -> AnySelect:
    """Rounds and departments with values nobody has approved yet, and since when."""
    entered_at = func.min(ActualMeasure.entered_at, type_=ActualMeasure.entered_at.type)
    return _of_measures(since=entered_at).where(
        ActualMeasure.approved_by_id.is_(None),
        ActualMeasure.named_source.is_(None),
        ActualMeasure.state.in_((MeasureState.VALUE, MeasureState.NOT_APPLICABLE)),
    )


def _to_approve(department_ids: Sequence[int], approver_id: int) -> Asked:
    others = func.coalesce(ActualMeasure.entered_by_id, 0) != approver_id
    return _measures(_APPROVE, _waiting().where(RoundMember.department_id.in_(department_ids), others))


def _to_exempt(actor: Actor) -> Asked:
    """Departments whose head agreed that an indicator does not apply, except the actor's own."""
    entered_at = func.min(ActualMeasure.entered_at, type_=ActualMeasure.entered_at.type)
    lines = _of_measures(since=entered_at).where(
        ActualMeasure.state == MeasureState.NOT_APPLICABLE,
        ActualMeasure.approved_by_id.is_not(None),
        ActualMeasure.exempted_at.is_(None),
        RoundMember.department_id != (0 if actor.department_id is None else actor.department_id),
    )
    return _measures(_EXEMPT, lines)


def _to_enter(department_ids: Sequence[int]) -> Asked:
    """Rounds that measure, with indicators of the department nobody has entered anything for."""
    title = _round_and_unit() + " (" + cast(func.count(), String) + ")"
    lines = (
        _lines(title, due_on=EvaluationRound.base_on)
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
            ~entered_by_another(Composition.round_id, Composition.indicator_id, RoundMember.department_id),
        )
        .group_by(*PLACE, EvaluationRound.base_on)
    )
    return _measures(_ENTER, lines)


def _periods_to_enter(department_ids: Sequence[int]) -> Asked:
    """Rounds with a period that is over and has no value yet."""
    due_on = func.min(ActualMeasure.next_due, type_=ActualMeasure.next_due.type)
    lines = _of_measures(due_on=due_on).where(
        RoundMember.department_id.in_(department_ids),
        ActualMeasure.next_due <= clock.today() + timedelta(days=DUE_DAYS),
    )
    return _measures(_PERIODS, lines)


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


def _round_and_unit() -> ColumnElement[str]:
    return EvaluationRound.name + " · " + RoundMember.department_name


def _lines(title: AnyColumn, *, due_on: AnyColumn = NO_DAY, since: AnyColumn = NO_MOMENT) -> AnySelect:
    unit = cast(RoundMember.department_id, String)
    return lines_of(EvaluationRound.id, title, due_on=due_on, since=since, second=unit)


def _of_measures(*, due_on: AnyColumn = NO_DAY, since: AnyColumn = NO_MOMENT) -> AnySelect:
    """Rounds that measure and their departments, with the values entered there."""
    return (
        _lines(_round_and_unit(), due_on=due_on, since=since)
        .join(RoundMember, RoundMember.round_id == EvaluationRound.id)
        .join(
            ActualMeasure,
            (ActualMeasure.round_id == EvaluationRound.id) & (ActualMeasure.department_id == RoundMember.department_id),
        )
        .where(EvaluationRound.phase == Phase.MEASURING)
        .group_by(*PLACE)
    )


def _measures(what: Message, lines: AnySelect) -> Asked:
    return Asked(what=what, endpoint="evaluation.show_measures", param="round_id", second="department_id", lines=lines)


def _to_lead() -> Asked:
    """Rounds the control tower has to lead on, by when their phase began and the planned day of the next one."""
    open_phases = (Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING, Phase.CALIBRATION)
    changed = select(func.max(PhaseChange.changed_at, type_=PhaseChange.changed_at.type))
    since = func.coalesce(
        changed.where(PhaseChange.round_id == EvaluationRound.id).scalar_subquery(), EvaluationRound.created_at
    )
    lines = lines_of(EvaluationRound.id, EvaluationRound.name, due_on=_planned_next(), since=since)
    lead = lines.where(EvaluationRound.phase.in_(open_phases))
    return Asked(what=_MOVE, endpoint="evaluation.show_round", param="round_id", lines=lead)


def _planned_next() -> ScalarSelect[date]:
    """The day the round is to be in the phase after its present one, where one is planned."""
    following = {phase: after for phase in Phase if (after := next_phase(phase)) is not None}
    return (
        select(RoundDay.planned_on)
        .where(
            RoundDay.round_id == EvaluationRound.id,
            cast(RoundDay.phase, String)
            == case(*((EvaluationRound.phase == phase, after.value) for phase, after in following.items()), else_=""),
        )
        .scalar_subquery()
    )
