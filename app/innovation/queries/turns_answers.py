"""내 차례, answering issues: opinions, reviews, late supplements, follow-up, credit for refused ideas."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.innovation.enums import IssueState
from app.innovation.enums.answers import IssueOpinionState, RevivalState
from app.innovation.models import Issue, IssueOpinion, Revival, Task
from app.innovation.queries.issue_clock import OPEN_OPINION, RUNNING, answer_by
from app.innovation.queries.plans import is_on_the_team
from app.innovation.rules.answers import EARLY
from app.innovation.rules.issues import UNDECIDED
from app.organization.models import Department

TITLE = Issue.number + " " + Issue.title


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    return [*_of_departments(actor), *_of_control_tower(actor), *_of_proposers(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor waits for."""
    return [
        _opinions(_("Opinion of a department about an issue"), (IssueOpinion.asked_by_id == actor.id) & OPEN_OPINION)
    ]


def _of_departments(actor: Actor) -> Sequence[Asked]:
    headed, coordinated = actor.headed_department_ids, actor.coordinated_department_ids
    asked: list[Asked] = []
    if headed:
        mine = IssueOpinion.department_id.in_(headed) & OPEN_OPINION
        asked.append(_opinions(_("Answer for your department about the issue"), mine))
        reviewed = Issue.reviewing_department_id.in_(headed) & Issue.state.in_(RUNNING)
        asked.append(_issues(_("Review the issue and give your advice"), reviewed, due_on=answer_by()))
    if coordinated:
        mine = IssueOpinion.department_id.in_(coordinated) & (IssueOpinion.state == IssueOpinionState.ASKED)
        asked.append(_opinions(_("Draft your department's opinion"), mine))
    return asked


def _of_control_tower(actor: Actor) -> Sequence[Asked]:
    if not actor.has(Role.CONTROL_TOWER):
        return []
    today = clock.today()
    others = Issue.proposer_id != actor.id
    unanswered = (Issue.state == IssueState.SUPPLEMENT_ASKED) & (Issue.supplement_due_on < today)
    owed_now = (Issue.state == IssueState.ADOPTED) & (Issue.next_follow_up_on <= today + EARLY)
    apart = others & (Revival.recorded_by_id != actor.id) & ~is_on_the_team(actor.id)
    credit = (Revival.state == RevivalState.CLAIMED) & Issue.state.not_in(UNDECIDED) & apart
    return [
        _issues(_("The supplement did not come: decide"), unanswered & others, due_on=Issue.supplement_due_on),
        _issues(_("Follow the adopted idea up"), owed_now & others, due_on=Issue.next_follow_up_on),
        _revivals(_("Decide about the credit for a refused idea"), credit),
    ]


def _of_proposers(actor: Actor) -> Sequence[Asked]:
    told = (Revival.state == RevivalState.TOLD) & (Issue.proposer_id == actor.id)
    return [_revivals(_("Your refused idea is carried out: claim the credit"), told)]


def _issues(what: Message, condition: ColumnElement[bool], *, due_on: AnyColumn = NO_DAY) -> Asked:
    lines = lines_of(Issue.id, TITLE, due_on=due_on, since=Issue.received_at)
    return Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines.where(condition))


def _opinions(what: Message, condition: ColumnElement[bool]) -> Asked:
    title = TITLE + " · " + Department.name
    lines = (
        lines_of(Issue.id, title, due_on=IssueOpinion.due_on, since=IssueOpinion.asked_at)
        .join(IssueOpinion, IssueOpinion.issue_id == Issue.id)
        .join(Department, Department.id == IssueOpinion.department_id)
        .where(condition, Issue.state != IssueState.MERGED)
    )
    return Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines)


def _revivals(what: Message, condition: ColumnElement[bool]) -> Asked:
    lines = (
        lines_of(Issue.id, TITLE + " → " + Task.number, since=Revival.recorded_at)
        .join(Revival, Revival.issue_id == Issue.id)
        .join(Task, Task.id == Revival.task_id)
        .where(condition)
    )
    return Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines)
