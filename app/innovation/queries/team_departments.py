"""Who worked for which department: what evaluation asks before somebody scores one."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from app.core.database import db
from app.innovation.models import Closing, Task, TeamMember


def team_departments(person_ids: Collection[int], since: date) -> dict[int, frozenset[int]]:
    """Return the departments that led a task whose team each person is in, or was since the day.

    A task counts until the day it was closed. Of a team only the present members are kept, so who left it does not count.
    """
    statement = (
        select(TeamMember.person_id, Task.lead_department_id)
        .join(Task, Task.id == TeamMember.task_id)
        .outerjoin(Closing, Closing.task_id == Task.id)
        .where(
            TeamMember.person_id.in_(person_ids),
            or_(Closing.closed_on.is_(None), Closing.closed_on >= since),
        )
    )
    found: dict[int, set[int]] = {}
    for person_id, department_id in db.session.execute(statement):
        found.setdefault(person_id, set()).add(department_id)
    return {person_id: frozenset(departments) for person_id, departments in found.items()}
