"""성과 전후: the measures of closed tasks of a department in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.innovation.enums import TaskState
from app.innovation.models import Closing, ClosingValue, PlanMeasure, Task
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.reports import ValueRow
from app.innovation.rules.gains import Gain


@dataclass(frozen=True, kw_only=True)
class GainRow:
    """A measure of a closed task."""

    task_id: int
    number: str
    title: str
    name: str
    gain: Gain


@dataclass(frozen=True, kw_only=True)
class MeasureGain:
    """A measure of one closing."""

    name: str
    gain: Gain


def gains_of_closing(results: Sequence[ValueRow]) -> Sequence[MeasureGain]:
    """Return what the measures of a closing have gained, as far as something is said about them."""
    return [
        MeasureGain(
            name=row.name,
            gain=Gain(kind=row.kind, unit=row.unit, before=row.baseline, after=row.value, cost=row.cost),
        )
        for row in results
        if row.is_told
    ]


def gains_of_department(department_id: int, year: int) -> Sequence[GainRow]:
    """Return the measures of the tasks the department led, alone or with others, that closed in the year."""
    told = (ClosingValue.closing_id == Closing.id) & (ClosingValue.measure_id == PlanMeasure.id)
    statement = (
        select(Task.id, Task.number, Task.title, PlanMeasure, ClosingValue.value, ClosingValue.cost)
        .join(Closing, Closing.task_id == Task.id)
        .join(PlanMeasure, PlanMeasure.plan_id == Closing.plan_id)
        .outerjoin(ClosingValue, told)
        .where(
            led_by([department_id]),
            Task.state != TaskState.ACTIVE,
            Closing.closed_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .order_by(Task.number, PlanMeasure.position)
    )
    return [
        GainRow(
            task_id=task_id,
            number=number,
            title=title,
            name=measure.name,
            gain=Gain(kind=measure.kind, unit=measure.unit, before=measure.baseline, after=value, cost=cost),
        )
        for task_id, number, title, measure, value, cost in db.session.execute(statement)
    ]
