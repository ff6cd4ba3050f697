"""14일 안에 할 일: what a department has to do in the next two weeks, in the order of the days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from sqlalchemy import ColumnElement, exists, or_

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect
from app.core.messages import Message, _
from app.core.turns import AnyColumn, Asked, Turn, lines_of, read, statement_of
from app.innovation.enums import SloganState
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import (
    Issue,
    IssueOpinion,
    MilestoneResult,
    Obstacle,
    ObstacleRequest,
    Plan,
    PracticeItem,
    ProgressReport,
    ReportPeriod,
    Slogan,
    SloganItem,
    Task,
)
from app.innovation.queries import issues, tasks
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.gate_facts import HANDED_IN
from app.innovation.queries.issue_clock import OPEN_OPINION, RUNNING, answer_by
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.milestones import is_valid, latest_result_id
from app.innovation.queries.obstacles.visibility import visible_to
from app.innovation.rules.obstacles import SETTLED
from app.reports.queries.period_turns import missing
from app.reports.queries.periods.calendar import known_periods
from app.reports.rules.periods import Period

AHEAD = timedelta(days=14)


def due_of(unit_id: int, actor: Actor) -> Sequence[Turn]:
    """Return what is due from today on for two weeks, as far as the actor may read it: one statement, and two for days."""
    today = clock.today()
    periods = tuple(one for one in known_periods() if today <= one.due_on <= today + AHEAD)
    found = chain.from_iterable(read(*_prepared(unit_id, actor, today, periods)))
    return sorted(found, key=lambda turn: (turn.due_on or date.max, str(turn.title)))


@lru_cache(maxsize=128)
def _prepared(unit_id: int, actor: Actor, _today: date, periods: Sequence[Period]) -> tuple[Sequence[Asked], AnySelect]:
    """Put the statement together once for each reader and day: that costs more than running it. No result is kept."""
    kinds = [*_of_tasks(unit_id, actor), *_of_obstacles(unit_id, actor), *_of_issues(unit_id, actor)]
    reports = (replace(missing(period, [unit_id]), endpoint="reports.show_period_report") for period in periods)
    kinds += [_slogan_items(unit_id), *reports]  # the report is shown: not every reader of the dashboard writes it
    return kinds, statement_of(kinds)


def _soon(due_on: AnyColumn) -> ColumnElement[bool]:
    today = clock.today()
    return due_on.between(today, today + AHEAD)


def _of_tasks(unit_id: int, actor: Actor) -> Iterator[Asked]:
    mine = (led_by([unit_id]), IS_ACTIVE, tasks.visible_to(actor))
    title = Task.number + " " + Task.title
    told = or_(ProgressReport.id.is_(None), ProgressReport.state.not_in(HANDED_IN))
    reports = (
        lines_of(Task.id, title, due_on=ReportPeriod.due_on)
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(*mine, told, _soon(ReportPeriod.due_on))
    )
    yield Asked(what=_("Progress report"), endpoint="innovation.show_task", param="task_id", lines=reports)
    done = exists().where(MilestoneResult.id == latest_result_id(), MilestoneResult.outcome == MilestoneOutcome.DONE)
    items = (
        lines_of(PracticeItem.id, Task.number + " " + PracticeItem.text, due_on=PracticeItem.ends_on)
        .select_from(PracticeItem)
        .join(Plan, Plan.id == PracticeItem.plan_id)
        .join(Task, Task.id == Plan.task_id)
        .where(*mine, is_valid(), ~done, _soon(PracticeItem.ends_on))
    )
    endpoint = "innovation.show_practice_item"
    yield Asked(what=_("Practice item"), endpoint=endpoint, param="practice_item_id", lines=items)


def _of_obstacles(unit_id: int, actor: Actor) -> Iterator[Asked]:
    asked = (
        lines_of(Obstacle.id, Obstacle.title, due_on=Obstacle.due_on)
        .where(Obstacle.asked_department_id == unit_id, Obstacle.state.not_in(SETTLED))
        .where(visible_to(actor), _soon(Obstacle.due_on))
    )
    yield _obstacle(_("Obstacle the department is asked to remove"), asked)
    for what, state, day in (
        (_("Request to answer"), RequestState.ASKED, ObstacleRequest.due_on),
        (_("Promise to keep"), RequestState.COMMITTED, ObstacleRequest.promised_on),
    ):
        lines = (
            lines_of(Obstacle.id, Obstacle.title, due_on=day)
            .select_from(ObstacleRequest)
            .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
            .where(ObstacleRequest.asked_department_id == unit_id, ObstacleRequest.state == state)
            .where(visible_to(actor), _soon(day))
        )
        yield _obstacle(what, lines)


def _of_issues(unit_id: int, actor: Actor) -> Iterator[Asked]:
    title, by = Issue.number + " " + Issue.title, answer_by()
    reviewed = lines_of(Issue.id, title, due_on=by).where(
        Issue.reviewing_department_id == unit_id, Issue.state.in_(RUNNING), issues.visible_to(actor), _soon(by)
    )
    opinions = (
        lines_of(Issue.id, title, due_on=IssueOpinion.due_on)
        .select_from(IssueOpinion)
        .join(Issue, Issue.id == IssueOpinion.issue_id)
        .where(IssueOpinion.department_id == unit_id, OPEN_OPINION)
        .where(issues.visible_to(actor), _soon(IssueOpinion.due_on))
    )
    for what, lines in ((_("Idea to review"), reviewed), (_("Opinion on an idea"), opinions)):
        yield Asked(what=what, endpoint="innovation.show_issue", param="issue_id", lines=lines)


def _slogan_items(unit_id: int) -> Asked:
    lines = (
        lines_of(Slogan.id, SloganItem.what, due_on=SloganItem.due_on)
        .select_from(SloganItem)
        .join(Slogan, Slogan.id == SloganItem.slogan_id)
        .where(Slogan.department_id == unit_id, Slogan.state == SloganState.APPROVED, _soon(SloganItem.due_on))
    )
    what = _("Practice item of the slogan")
    return Asked(what=what, endpoint="innovation.show_slogan", param="slogan_id", lines=lines)


def _obstacle(what: Message, lines: AnySelect) -> Asked:
    return Asked(what=what, endpoint="innovation.show_obstacle", param="obstacle_id", lines=lines)
