"""What indicators read from innovation: figures per department over days, both included.

A count of nothing is 0. A share of nothing does not exist: such a department is left out, because missing is never zero.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, select, union_all

from app.core import clock
from app.core.database import AnySelect, db
from app.innovation.enums import ObstacleState, ReportState, SloganState, TaskState
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.models import (
    Closing,
    LeadShare,
    Obstacle,
    ProgressReport,
    ReportPeriod,
    Slogan,
    SloganBallot,
    SloganItemResult,
    SloganPanel,
    SloganReview,
    Task,
)
from app.innovation.rules.slogan_panels import panel_score
from app.innovation.rules.slogan_reviews import kept_share, last_day

WHOLE = 100


def closed_tasks(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the tasks each department led to completion; those that ended early are not counted.

    A joint task counts for each of its lead departments with its share: 60 percent are 0.6.
    """
    completed = (Task.state == TaskState.COMPLETED, Closing.closed_on.between(start, end))
    jointly = exists().where(LeadShare.task_id == Task.id)
    alone = (
        select(Task.lead_department_id.label("department_id"), (func.count() * WHOLE).label("parts"))
        .join(Closing, Closing.task_id == Task.id)
        .where(Task.lead_department_id.in_(department_ids), ~jointly, *completed)
        .group_by(Task.lead_department_id)
    )
    shared = (
        select(LeadShare.department_id, func.sum(LeadShare.share))
        .join(Task, Task.id == LeadShare.task_id)
        .join(Closing, Closing.task_id == Task.id)
        .where(LeadShare.department_id.in_(department_ids), *completed)
        .group_by(LeadShare.department_id)
    )
    led = union_all(alone, shared).subquery()
    parts = select(led.c.department_id, func.sum(led.c.parts)).group_by(led.c.department_id)
    return {department: count / WHOLE for department, count in _counts(department_ids, parts).items()}


def approved_reports(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the progress reports that were approved, by the day they were handed in."""
    statement = (
        select(Task.lead_department_id, func.count())
        .join(ProgressReport, ProgressReport.task_id == Task.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ProgressReport.state == ReportState.APPROVED,
            ProgressReport.submitted_on.between(start, end),
        )
        .group_by(Task.lead_department_id)
    )
    return _counts(department_ids, statement)


def removed_obstacles(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Count the obstacles whose removal each department claimed and another one confirmed."""
    remover = Obstacle.claimed_by_department_id
    statement = (
        select(remover, func.count())
        .where(
            remover.in_(department_ids),
            Obstacle.state == ObstacleState.REMOVED,
            Obstacle.closed_on.between(start, end),
        )
        .group_by(remover)
    )
    return _counts(department_ids, statement)


def on_time_report_share(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Percent of the reports due between the days, and by today, that were handed in on time; not rounded.

    A department without a due report is not in the answer.
    """
    on_time: ColumnElement[int] = func.count().filter(ProgressReport.on_time.is_(True))
    statement = (
        select(Task.lead_department_id, on_time, func.count())
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(
            Task.lead_department_id.in_(department_ids),
            ReportPeriod.due_on.between(start, min(end, clock.today())),
        )
        .group_by(Task.lead_department_id)
    )
    return {department: Decimal(WHOLE) * in_time / due for department, in_time, due in db.session.execute(statement)}


def slogan_practice(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Percent of the practice items kept, of all in the half years that ended between the days; not rounded.

    Only approved self-evaluations count. A department without one is not in the answer.
    """
    kept: ColumnElement[int] = func.count().filter(SloganItemResult.outcome == ItemOutcome.DONE)
    statement = (
        select(Slogan.department_id, Slogan.year, SloganReview.half, kept, func.count())
        .join(SloganReview, SloganReview.slogan_id == Slogan.id)
        .join(SloganItemResult, SloganItemResult.review_id == SloganReview.id)
        .where(Slogan.department_id.in_(department_ids), SloganReview.state == SloganState.APPROVED)
        .group_by(Slogan.department_id, Slogan.year, SloganReview.half)
    )
    sums: dict[int, tuple[int, int]] = {}
    for department, year, half, done, items in db.session.execute(statement):
        if start <= last_day(year, half) <= end:
            before = sums.get(department, (0, 0))
            sums[department] = (before[0] + done, before[1] + items)
    return {department: kept_share(*parts) for department, parts in sums.items()}


def slogan_panel_score(department_ids: Collection[int], start: date, end: date) -> dict[int, Decimal]:
    """Return the score of the panel on slogans that was closed last between the days.

    A department whose slogan nobody scored is not in the answer.
    """
    statement = (
        select(Slogan.department_id, SloganPanel.closed_on, SloganPanel.id, SloganBallot.total)
        .join(SloganBallot, SloganBallot.slogan_id == Slogan.id)
        .join(SloganPanel, SloganPanel.id == SloganBallot.panel_id)
        .where(Slogan.department_id.in_(department_ids), SloganPanel.closed_on.between(start, end))
        .order_by(SloganPanel.closed_on, SloganPanel.id)
    )
    totals: dict[int, tuple[int, list[Decimal]]] = {}
    for department, _closed_on, panel_id, total in db.session.execute(statement):
        known = totals.get(department)
        totals[department] = (panel_id, [*(known[1] if known and known[0] == panel_id else ()), total])
    scores = {department: panel_score(marks) for department, (_panel, marks) in totals.items()}
    return {department: score.figure for department, score in scores.items() if score}


def _counts(department_ids: Collection[int], statement: AnySelect) -> dict[int, Decimal]:
    found = {department: Decimal(count) for department, count in db.session.execute(statement)}
    return {department: found.get(department, Decimal(0)) for department in department_ids}
