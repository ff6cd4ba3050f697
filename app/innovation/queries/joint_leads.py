"""공동과제: who leads a task together, and who may answer for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, func, or_, select

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.innovation.models import LeadSetting, LeadShare, Task
from app.organization.enums import DepartmentKind
from app.organization.models import Department


@dataclass(frozen=True)
class LeadPart:
    """A lead department of a joint task with its part in whole percent."""

    department_id: int
    department: str
    share: int


def lead_parts(task: Task) -> Sequence[LeadPart]:
    """Return the lead departments of a joint task, the largest part first; none for a task of one department."""
    if task.responsible_head_id is None:
        return []
    statement = (
        select(LeadShare.department_id, Department.name, LeadShare.share)
        .join(Department, Department.id == LeadShare.department_id)
        .where(LeadShare.task_id == task.id)
        .order_by(LeadShare.share.desc(), Department.position, Department.id)
    )
    return [LeadPart(*row) for row in db.session.execute(statement)]


def lead_ids(task: Task) -> frozenset[int]:
    """Return the departments that lead the task, alone or together."""
    return frozenset({task.lead_department_id, *(part.department_id for part in lead_parts(task))})


def last_setter(task: Task) -> int | None:
    """Return the id of who set the lead departments last, if anybody ever did."""
    statement = select(LeadSetting.set_by_id).where(LeadSetting.task_id == task.id)
    return db.session.scalar(statement.order_by(LeadSetting.id.desc()).limit(1))


def led_by(department_ids: Collection[int] | BindParameter[Any]) -> ColumnElement[bool]:
    """Whether one of the departments leads the `Task` of the statement, alone or with others."""
    jointly = select(LeadShare.task_id).where(LeadShare.department_id.in_(department_ids))
    return or_(Task.lead_department_id.in_(department_ids), Task.id.in_(jointly))


def other_leads() -> ScalarSelect[int]:
    """How many departments lead the `Task` of the statement beside its lead department."""
    others = LeadShare.department_id != Task.lead_department_id
    return select(func.count()).where(LeadShare.task_id == Task.id, others).correlate(Task).scalar_subquery()


def possible_heads() -> Sequence[tuple[int, str]]:
    """Return (id, "name (department)") of who heads something today, the heads of bureaus first."""
    statement = (
        select(Person.id, Person.name, Department.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .join(Department, Department.id == RoleAssignment.department_id)
        .where(RoleAssignment.role == Role.HEAD, held_on(clock.today()))
        .order_by(Department.kind != DepartmentKind.BUREAU, Department.position, Department.id, Person.id)
    )
    found: dict[int, str] = {}
    for person_id, name, department in db.session.execute(statement):
        found.setdefault(person_id, f"{name} ({department})")
    return list(found.items())
