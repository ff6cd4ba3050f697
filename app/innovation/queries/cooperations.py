"""협업과제: the tasks several departments work on, and how far their opinions are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, func, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.pages import Page, keyset_page
from app.innovation.enums import Stage, TaskState
from app.innovation.models import Opinion, Task
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class CooperationFilter:
    """What the list is narrowed to: a department that leads or is asked, and questions that are open."""

    department_id: int | None = None
    waiting: bool = False


@dataclass(frozen=True, kw_only=True)
class CooperationRow:
    """One collaboration project with its answers; `next_due` is the nearest day of an answer that is missing."""

    task_id: int
    number: str
    title: str
    department: str
    stage: Stage
    state: TaskState
    asked: int
    answered: int
    opposed: int
    next_due: date | None
    days_left: int | None


def list_cooperations(actor: Actor, wanted: CooperationFilter, cursor: str | None = None) -> Page[CooperationRow]:
    """Return one page of collaboration projects, the last one set first, in one statement."""
    of_task = Opinion.task_id == Task.id
    counts = (
        select(func.count()).where(of_task),
        select(func.count(Opinion.answered_at)).where(of_task),
        select(func.count()).where(of_task, Opinion.answer == "oppose"),
        select(func.min(Opinion.due_on)).where(of_task, Opinion.answered_at.is_(None)),
    )
    statement = (
        select(
            Task.id,
            Task.cooperation_number,
            Task.title,
            Department.name,
            Task.stage,
            Task.state,
            *(count.correlate(Task).scalar_subquery() for count in counts),
        )
        .join(Department, Department.id == Task.lead_department_id)
        .where(Task.cooperation_number.is_not(None), visible_to(actor))
    )
    if wanted.department_id is not None:
        asked = exists().where(of_task, Opinion.department_id == wanted.department_id)
        statement = statement.where(or_(led_by([wanted.department_id]), asked))
    if wanted.waiting:
        statement = statement.where(exists().where(of_task, Opinion.answered_at.is_(None)))
    page = keyset_page(statement, keys=[Task.id], cursor=cursor)
    return Page([_row(row) for row in page.rows], page.next_cursor)


def _row(values: Sequence[object]) -> CooperationRow:
    names = ("task_id", "number", "title", "department", "stage", "state", "asked", "answered", "opposed", "next_due")
    row = dict(zip(names, values, strict=True))
    due = row["next_due"]
    left = (due - clock.today()).days if isinstance(due, date) else None
    return CooperationRow(**row, days_left=left)  # type: ignore[arg-type]  # columns in the order of the names
