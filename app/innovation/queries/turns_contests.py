"""내 차례: marks a juror owes with the days left, entries of an open call, results to publish, stages to close."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, exists, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_MOMENT, AnyColumn, Asked, lines_of
from app.innovation.enums.contests import ContestState
from app.innovation.models import Case, Contest, ContestEntry, ContestJuror, ContestStep
from app.innovation.queries.contest_marks import owed_sheets
from app.innovation.queries.contest_publishers import bound_to_contest
from app.innovation.queries.contests import MADE


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    asked = [_marks(actor)]
    if actor.coordinated_department_ids and not actor.has(Role.AUDITOR):
        asked.append(_entries(actor))
    if actor.has(Role.CONTROL_TOWER):
        asked += _to_lead(actor)
    return asked


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the contests in which the actor's own entries stand."""
    mine = exists().where(
        ContestEntry.contest_id == Contest.id,
        ContestEntry.entered_by_id == actor.id,
        ContestEntry.withdrawn_at.is_(None),
    )
    running = Contest.state.in_([ContestState.FIRST_ROUND, ContestState.SHORTLIST, ContestState.COMMITTEE])
    return [_contests(_("Result of the contest you entered"), running & mine, due_on=Contest.committee_on)]


def _marks(actor: Actor) -> Asked:
    """One line for each contest in which the actor has not marked everything that is theirs to mark."""
    due_on = case((Contest.state == ContestState.COMMITTEE, Contest.committee_on), else_=Contest.first_round_ends_on)
    owed = owed_sheets().where(ContestJuror.person_id == actor.id).with_only_columns(Contest.id)
    mine = owed.correlate_except(Contest, ContestJuror, Person, ContestEntry, Case)
    lines = lines_of(Contest.id, Contest.name, due_on=due_on).where(Contest.id.in_(mine))
    return Asked(
        what=_("Score the entries of the contest"),
        endpoint="innovation.list_contest_sheets",
        param="contest_id",
        lines=lines,
    )


def _entries(actor: Actor) -> Asked:
    """Calls a department the actor coordinates has not entered anything for."""
    entered = exists().where(
        ContestEntry.contest_id == Contest.id,
        ContestEntry.department_id.in_(actor.coordinated_department_ids),
        ContestEntry.withdrawn_at.is_(None),
    )
    running = (Contest.state == ContestState.CALL) & (Contest.call_ends_on >= clock.today())
    return _contests(
        _("Enter a case of your department, if it has one"), running & ~entered, due_on=Contest.call_ends_on
    )


def _to_lead(actor: Actor) -> Sequence[Asked]:
    """Stages whose last day is over, and results that wait for somebody who neither prepared nor judges them."""
    today = clock.today()
    over = (
        ((Contest.state == ContestState.CALL) & (Contest.call_ends_on < today))
        | ((Contest.state == ContestState.FIRST_ROUND) & (Contest.first_round_ends_on < today))
        | (Contest.state == ContestState.SHORTLIST)
    )
    closes = case((Contest.state == ContestState.CALL, Contest.call_ends_on), else_=Contest.first_round_ends_on)
    made = select(ContestStep.id).where(
        ContestStep.contest_id == Contest.id,
        ContestStep.taken_by_id == actor.id,
        ContestStep.kind.in_(MADE),
    )
    bound = made.exists() | (~Contest.results_only & bound_to_contest(actor.id))
    ready = ((Contest.state == ContestState.COMMITTEE) & (Contest.committee_on < today)) | (
        (Contest.state == ContestState.DRAFT) & Contest.results_only
    )
    return [
        _contests(_("Lead the contest on"), over, due_on=closes),
        _contests(_("Publish the result of the contest"), ready & ~bound, due_on=Contest.committee_on),
    ]


def _contests(what: Message, condition: ColumnElement[bool], *, due_on: AnyColumn) -> Asked:
    lines = lines_of(Contest.id, Contest.name, due_on=due_on, since=NO_MOMENT).where(condition)
    return Asked(what=what, endpoint="innovation.show_contest", param="contest_id", lines=lines)
