"""관문을 여는 자리: the records in which the open items of a gate are mended."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Date, ScalarSelect, and_, bindparam, func, or_, select

from app.innovation.enums import PlanState, ReportState
from app.innovation.enums.closings import ClosingState
from app.innovation.models import Closing, Obstacle, Plan, ProgressReport, ReportPeriod, Task
from app.innovation.queries.gate_facts import HANDED_IN
from app.innovation.queries.obstacles.facts import is_taken_over
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, visible_by


@dataclass(frozen=True)
class GatePlaces:
    """Ids and states of what is mended next; None where there is nothing yet. Obstacles are those the actor may read."""

    plan_id: int | None
    plan_state: PlanState | None
    closing_id: int | None
    closing_state: ClosingState | None
    period_id: int | None
    report_id: int | None
    ownerless_obstacle_id: int | None
    unsettled_obstacle_id: int | None


def place_columns(reading: Reading) -> tuple[ColumnElement[Any] | ScalarSelect[Any], ...]:
    """The columns of `GatePlaces` for the `Task` of the statement, in their order.

    Its parameters are `ANYBODY` and the day of today, `:today`.
    """
    of_task = Plan.task_id == Task.id
    newest = select(func.max(Plan.number)).where(of_task).correlate(Task).scalar_subquery()
    period = _waiting_period()
    return (
        select(Plan.id).where(of_task, Plan.number == newest).correlate(Task).scalar_subquery(),
        select(Plan.state).where(of_task, Plan.number == newest).correlate(Task).scalar_subquery(),
        select(Closing.id).where(Closing.task_id == Task.id).correlate(Task).scalar_subquery(),
        select(Closing.state).where(Closing.task_id == Task.id).correlate(Task).scalar_subquery(),
        period,
        select(ProgressReport.id).where(ProgressReport.period_id == period).correlate(Task).scalar_subquery(),
        _first_obstacle(reading, ownerless=True),
        _first_obstacle(reading, ownerless=False),
    )


def _waiting_period() -> ScalarSelect[int]:
    """The first period that is overdue, or else whose report is not approved."""
    handed_in = and_(ProgressReport.state.is_not(None), ProgressReport.state.in_(HANDED_IN))
    overdue = and_(ReportPeriod.due_on < bindparam("today", type_=Date), ~func.coalesce(handed_in, False))
    return (
        select(ReportPeriod.id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(
            ReportPeriod.task_id == Task.id,
            or_(ProgressReport.id.is_(None), ProgressReport.state != ReportState.APPROVED),
        )
        .order_by(overdue.desc(), ReportPeriod.due_on, ReportPeriod.id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )


def _first_obstacle(reading: Reading, *, ownerless: bool) -> ScalarSelect[int]:
    lacking = Obstacle.owner_id.is_(None) if ownerless else ~is_taken_over()
    return (
        select(Obstacle.id)
        .where(Obstacle.task_id == Task.id, Obstacle.closed_on.is_(None), lacking, visible_by(reading, ANYBODY))
        .order_by(Obstacle.due_on, Obstacle.id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
