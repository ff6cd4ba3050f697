"""내 차례, innovation up to stage 3: issues to decide, opinions to answer, tasks that may go on."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.core.access import Actor, Role
from app.core.database import db
from app.core.messages import Message, _
from app.core.turns import Turn
from app.innovation.enums import IssueState, Stage
from app.innovation.models import Issue, Opinion, Task, TeamMember
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.issues import running_due
from app.organization.models import Department

MOST = 50
"""Rows of each kind at most: nobody works through more on a page."""


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor must do."""
    return [*_issues_to_decide(actor), *_issues_to_supplement(actor), *_opinions_to_answer(actor), *_ready(actor)]


def awaited_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor waits for."""
    return [*_issues_awaited(actor), *_opinions_awaited(actor)]


def _issues_to_decide(actor: Actor) -> Sequence[Turn]:
    if not actor.has(Role.CONTROL_TOWER):
        return []
    waiting = Issue.state.in_([IssueState.RECEIVED, IssueState.UNDER_REVIEW])
    return _issue_turns(_("Decide about the issue"), waiting & (Issue.proposer_id != actor.id))


def _issues_to_supplement(actor: Actor) -> Sequence[Turn]:
    asked = Issue.state == IssueState.SUPPLEMENT_ASKED
    return _issue_turns(_("Supplement the issue"), asked & (Issue.proposer_id == actor.id))


def _issues_awaited(actor: Actor) -> Sequence[Turn]:
    waiting = Issue.state.in_([IssueState.RECEIVED, IssueState.UNDER_REVIEW])
    return _issue_turns(_("Decision about your issue"), waiting & (Issue.proposer_id == actor.id))


def _issue_turns(what: Message, condition: ColumnElement[bool]) -> Sequence[Turn]:
    statement = (
        select(Issue.id, Issue.number, Issue.title, Issue.state, Issue.decision_due_on, Issue.received_at)
        .where(condition)
        .order_by(Issue.decision_due_on, Issue.id)
        .limit(MOST)
    )
    return [
        Turn(
            what=what,
            title=f"{number} {title}",
            endpoint="innovation.show_issue",
            params={"issue_id": issue_id},
            due_on=running_due(state, due_on),
            since=received_at,
        )
        for issue_id, number, title, state, due_on, received_at in db.session.execute(statement)
    ]


def _opinions_to_answer(actor: Actor) -> Sequence[Turn]:
    if not actor.headed_department_ids:
        return []
    mine = Opinion.department_id.in_(actor.headed_department_ids)
    return _opinion_turns(_("Answer for your department"), mine, with_department=False)


def _opinions_awaited(actor: Actor) -> Sequence[Turn]:
    return _opinion_turns(_("Opinion of a department"), Opinion.asked_by_id == actor.id, with_department=True)


def _opinion_turns(what: Message, condition: ColumnElement[bool], *, with_department: bool) -> Sequence[Turn]:
    statement = (
        select(Task.id, Task.number, Task.title, Department.name, Opinion.due_on, Opinion.asked_at)
        .join(Task, Task.id == Opinion.task_id)
        .join(Department, Department.id == Opinion.department_id)
        .where(condition, Opinion.answered_at.is_(None), IS_ACTIVE)
        .order_by(Opinion.due_on, Opinion.id)
        .limit(MOST)
    )
    return [
        Turn(
            what=what,
            title=f"{number} {title} · {department}" if with_department else f"{number} {title}",
            endpoint="innovation.show_task",
            params={"task_id": task_id, "stage": Stage.TEAM.number},
            due_on=due_on,
            since=asked_at,
        )
        for task_id, number, title, department, due_on, asked_at in db.session.execute(statement)
    ]


def _ready(actor: Actor) -> Sequence[Turn]:
    """Tasks of stages 1 to 3 whose gate is open and that wait only for this actor."""
    units = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    carried = or_(Task.leader_id == actor.id, Task.lead_department_id.in_(units))
    headed = Task.lead_department_id.in_(actor.headed_department_ids)
    mine = or_(
        and_(carried, or_(_collected(), _team_complete())),
        and_(headed, _framed()),
    )
    statement = select(Task.id, Task.number, Task.title, Task.stage_entered_at).where(IS_ACTIVE, mine)
    rows = db.session.execute(statement.order_by(Task.stage_entered_at, Task.id).limit(MOST))
    return [
        Turn(
            what=_("The gate is open: advance the task"),
            title=f"{number} {title}",
            endpoint="innovation.show_task",
            params={"task_id": task_id},
            since=since,
        )
        for task_id, number, title, since in rows
    ]


def _collected() -> ColumnElement[bool]:
    return and_(Task.stage == Stage.COLLECTION, _sourced())


def _framed() -> ColumnElement[bool]:
    ratings = (Task.rating_office, Task.rating_staff, Task.rating_feasibility, Task.rating_outside)
    given = [rating.is_not(None) for rating in ratings]
    return and_(Task.stage == Stage.FRAMING, Task.field.is_not(None), *given, _sourced())


def _sourced() -> ColumnElement[bool]:
    return or_(Task.issue_count > 0, Task.reason_without_issue != "")


def _team_complete() -> ColumnElement[bool]:
    members = select(func.count()).where(TeamMember.task_id == Task.id).scalar_subquery()
    unanswered = exists().where(Opinion.task_id == Task.id, Opinion.answered_at.is_(None))
    return and_(Task.stage == Stage.TEAM, Task.leader_id.is_not(None), members > 1, ~unanswered)
