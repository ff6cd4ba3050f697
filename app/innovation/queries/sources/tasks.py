"""Tasks: completed, how long they stood in each stage, and results that others put to work."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, union_all

from app.core.clock import start_of_day, to_seoul
from app.core.database import db
from app.core.figures import HUNDRED, ONE
from app.core.messages import Message, _
from app.core.readings import FigureRule, NamedSource, ReadRow, ReadRows
from app.innovation.enums import Stage, TaskState
from app.innovation.enums.spreads import SpreadState
from app.innovation.models import Closing, LeadShare, Spread, StageAdvance, StageReturn, Task
from app.organization.models import Department


def _leads(department_ids: Sequence[int]) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[bool]]:
    """Return who leads the `Task` of a statement outer-joined with `LeadShare`, with which share, and the condition."""
    lead = func.coalesce(LeadShare.department_id, Task.lead_department_id)
    return lead, func.coalesce(LeadShare.share, int(HUNDRED)), lead.in_(department_ids)


def _read_closed(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    lead, share, among = _leads(department_ids)
    statement = (
        select(lead, Task.id, Task.number, Task.title, Closing.closed_on, share)
        .join(Closing, Closing.task_id == Task.id)
        .outerjoin(LeadShare, LeadShare.task_id == Task.id)
        .where(among, Task.state == TaskState.COMPLETED, Closing.closed_on.between(start, end))
        .order_by(Closing.closed_on, Task.id)
    )
    for unit, task_id, number, title, day, part in db.session.execute(statement):
        yield unit, ReadRow(kind="task", id=task_id, title=f"{number} {title}", day=day, part=part / HUNDRED)


def _read_spread(department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    lead, share, among = _leads(department_ids)
    statement = (
        select(lead, Spread.id, Task.number, Department.name, Spread.adopted_on, share)
        .join(Spread, Spread.task_id == Task.id)
        .join(Department, Department.id == Spread.department_id)
        .outerjoin(LeadShare, LeadShare.task_id == Task.id)
        .where(among, Spread.state == SpreadState.ADOPTED, Spread.adopted_on.between(start, end))
        .order_by(Spread.adopted_on, Spread.id)
    )
    for unit, spread_id, number, taker, day, part in db.session.execute(statement):
        yield unit, ReadRow(kind="spread", id=spread_id, title=f"{number} → {taker}", day=day, part=part / HUNDRED)


def _read_stays(stage: Stage, department_ids: Sequence[int], start: date, end: date) -> ReadRows:
    """Every task that left the stage between the days, once, with all days it has stood there until it last left then."""
    until = start_of_day(date.fromordinal(end.toordinal() + 1))
    moves = union_all(
        *(
            select(kind.task_id, at.label("at"), kind.from_stage.label("left"), kind.to_stage.label("entered"))
            for kind, at in ((StageAdvance, StageAdvance.advanced_at), (StageReturn, StageReturn.returned_at))
        )
    ).subquery()
    left = exists(
        select(1).where(
            StageAdvance.task_id == Task.id,
            StageAdvance.from_stage == stage,
            StageAdvance.advanced_at >= start_of_day(start),
            StageAdvance.advanced_at < until,
        )
    ).correlate(Task)
    ended = Closing.closed_on.between(start, end) if stage is Stage.MONITORING else false()
    statement = (
        select(
            Task.lead_department_id,
            Task.id,
            Task.number,
            Task.title,
            Task.framed_at,
            Closing.closed_on,
            moves.c.at,
            moves.c.left,
            moves.c.entered,
        )
        .outerjoin(Closing, and_(Closing.task_id == Task.id, Closing.closed_on.is_not(None)))
        .join(moves, moves.c.task_id == Task.id)
        .where(Task.lead_department_id.in_(department_ids), or_(left, ended), moves.c.at < until)
        .order_by(Task.id, moves.c.at)
    )
    for _task, rows in groupby(db.session.execute(statement), key=itemgetter(1)):
        yield from _stay(stage, list(rows), start)


def _stay(stage: Stage, rows: Sequence[Sequence[Any]], start: date) -> Iterator[tuple[int, ReadRow]]:
    unit, task_id, number, title, framed_at, closed_on = rows[0][:6]
    entered, days, left_on = (_day(framed_at) if stage is Stage.COLLECTION else None), 0, None
    for *_same, at, left, target in rows:
        if left == stage and entered is not None:
            days += (_day(at) - entered).days
            left_on, entered = _day(at), None
        if target == stage:
            entered = _day(at)
    if stage is Stage.MONITORING and entered is not None and closed_on is not None:
        days += (closed_on - entered).days
        left_on = closed_on
    if left_on is not None and left_on >= start:
        row = ReadRow(kind="task", id=task_id, title=f"{number} {title}", day=left_on, part=Decimal(days), of=ONE)
        yield unit, row


def _day(moment: datetime) -> date:
    return to_seoul(moment).date()


closed_tasks = NamedSource(
    label=_("Innovation tasks completed"),
    sentence=_(
        "Tasks the department led to completion, by the day they were closed. A joint task counts for each of its lead "
        "departments with its share: 60 percent are 0.6. Tasks that ended early are not counted."
    ),
    rule=FigureRule.SUM,
    read=_read_closed,
)
spread_results = NamedSource(
    label=_("Results put to work by other departments"),
    sentence=_(
        "Departments that put the result of a task of this department to work and reported it, by the day they name. A "
        "joint task counts with its share. What was only recommended or accepted is not counted."
    ),
    rule=FigureRule.SUM,
    read=_read_spread,
)


def _stage_label(stage: Stage) -> Message:
    return _("Days in stage %(number)s, %(stage)s", number=stage.number, stage=stage.label)


STAGE_DAYS = {
    f"innovation.stage_{stage.number}_days": NamedSource(
        label=_stage_label(stage),
        sentence=_(
            "Mean of the days tasks of the department stood in this stage, of the tasks that left it for the next "
            "(the last one: that were closed) between the days. Days are counted by the calendar from entering to "
            "leaving; who was sent back stands there again, and all visits count. Tasks still in the stage are not "
            "counted."
        ),
        rule=FigureRule.MEAN,
        read=partial(_read_stays, stage),
    )
    for stage in Stage
}
"""Lead time per stage, one name for each."""
