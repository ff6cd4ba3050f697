"""내 차례, innovation up to stage 3: issues to decide, opinions to answer, tasks that may go on."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.innovation.enums import IssueState, Stage
from app.innovation.models import Issue, Opinion, OpinionReminder, Task, TeamMember
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.issue_clock import answer_by
from app.innovation.queries.joint_leads import led_by
from app.organization.models import Department

WAITING = Issue.state.in_([IssueState.RECEIVED, IssueState.UNDER_REVIEW])
"""The clock of the decision runs: `queries.issue_clock.shown_clock` says the same of one issue."""


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    return [*_issues_owed(actor), *_opinions_to_answer(actor), _ready(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor waits for."""
    mine = WAITING & (Issue.proposer_id == actor.id)
    asked = Opinion.asked_by_id == actor.id
    with_department = Task.number + " " + Task.title + " · " + Department.name
    return [
        _issues(_("Decision about your issue"), mine, due_on=answer_by()),
        _opinions(_("Opinion of a department"), asked, title=with_department),
    ]


def _issues_owed(actor: Actor) -> Iterator[Asked]:
    if actor.has(Role.CONTROL_TOWER):
        others = WAITING & (Issue.proposer_id != actor.id)
        yield _issues(_("Decide about the issue"), others, due_on=answer_by())
    asked = Issue.state == IssueState.SUPPLEMENT_ASKED
    mine = asked & (Issue.proposer_id == actor.id)
    yield _issues(_("Supplement the issue"), mine, due_on=Issue.supplement_due_on)


def _issues(what: Message, condition: ColumnElement[bool], *, due_on: AnyColumn = NO_DAY) -> Asked:
    lines = lines_of(Issue.id, Issue.number + " " + Issue.title, due_on=due_on, since=Issue.received_at)
    return Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines.where(condition))


def _opinions_to_answer(actor: Actor) -> Iterator[Asked]:
    if actor.headed_department_ids:
        mine = and_(
            Opinion.department_id.in_(actor.headed_department_ids),
            Opinion.asked_by_id != actor.id,
            ~led_by(actor.headed_department_ids),
        )
        title = Task.number + " " + Task.title
        reminded = exists().where(OpinionReminder.opinion_id == Opinion.id)
        yield _opinions(_("Answer for your department: you were reminded"), mine & reminded, title=title)
        yield _opinions(_("Answer for your department"), mine & ~reminded, title=title)


def _opinions(what: Message, condition: ColumnElement[bool], *, title: AnyColumn) -> Asked:
    lines = (
        lines_of(Task.id, title, due_on=Opinion.due_on, since=Opinion.asked_at)
        .join(Opinion, Opinion.task_id == Task.id)
        .join(Department, Department.id == Opinion.department_id)
        .where(condition, Opinion.answered_at.is_(None), IS_ACTIVE)
    )
    return Asked(what=what, endpoint="innovation.show_cooperation", param="task_id", lines=lines)


def _ready(actor: Actor) -> Asked:
    """Tasks of stages 1 to 3 whose gate is open and that wait only for this actor."""
    units = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    carried = or_(Task.leader_id == actor.id, Task.lead_department_id.in_(units))
    headed = Task.lead_department_id.in_(actor.headed_department_ids)
    mine = or_(
        and_(carried, or_(_collected(), _team_complete())),
        and_(headed, _framed()),
    )
    lines = lines_of(Task.id, Task.number + " " + Task.title, since=Task.stage_entered_at).where(IS_ACTIVE, mine)
    what = _("The gate is open: advance the task")
    return Asked(what=what, endpoint="innovation.show_task", param="task_id", lines=lines)


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
