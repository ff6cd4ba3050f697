"""Who worked for which department: what evaluation asks before somebody scores one."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from app.core.database import AnySelect
from app.innovation.models import Closing, Task, TeamMember


def team_departments(person_ids: Collection[int], since: date) -> AnySelect:
    """Select (person, department that led a task whose team the person is in, or was since the day).

    A task counts until the day it was closed. Of a team only the present members are kept, so who left it does not count.
    """
    return (
        select(TeamMember.person_id, Task.lead_department_id)
        .join(Task, Task.id == TeamMember.task_id)
        .outerjoin(Closing, Closing.task_id == Task.id)
        .where(
            TeamMember.person_id.in_(person_ids),
            or_(Closing.closed_on.is_(None), Closing.closed_on >= since),
        )
    )
