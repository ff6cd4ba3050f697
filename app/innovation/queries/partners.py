"""Who worked together on a task: what other rooms ask before departments rate one another's cooperation."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, permutations
from operator import itemgetter

from sqlalchemy import or_, select, union

from app.core.clock import start_of_day
from app.core.database import db
from app.innovation.models import Closing, LeadShare, Opinion, Task


def partnerships(start: date, end: date) -> Iterator[tuple[int, int, int, str]]:
    """Yield (department, its partner, task id, "number title") for tasks carried out on one of the days; one statement.

    Together are: who leads, who leads jointly, and every cooperating department that has answered. Both ways.
    """
    parts = union(
        select(Task.id.label("task_id"), Task.lead_department_id.label("department_id")),
        select(LeadShare.task_id, LeadShare.department_id),
        select(Opinion.task_id, Opinion.department_id).where(Opinion.answer.is_not(None)),
    ).subquery()
    statement = (
        select(Task.id, Task.number, Task.title, parts.c.department_id)
        .join(parts, parts.c.task_id == Task.id)
        .outerjoin(Closing, Closing.task_id == Task.id)
        .where(
            Task.framed_at < start_of_day(end + timedelta(days=1)),
            or_(Closing.closed_on.is_(None), Closing.closed_on >= start),
        )
        .order_by(Task.id, parts.c.department_id)
    )
    for (task_id, number, title), rows in groupby(db.session.execute(statement), key=itemgetter(0, 1, 2)):
        for one, other in permutations([row.department_id for row in rows], 2):
            yield one, other, task_id, f"{number} {title}"
