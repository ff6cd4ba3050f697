"""과제 화면: the task with everything around it that needs no list of its own, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, String, cast, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.models import LeadShare, PracticeChange, Task
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.gate_places import GatePlaces, place_columns
from app.innovation.queries.joint_leads import LeadPart
from app.innovation.queries.plans import is_on_the_team, part_in
from app.innovation.queries.tasks import TaskNames, visible_to
from app.organization.models import Department

FIELDS, PARTS = "\t", "\n"
"""What stands between the values of a lead department, and between departments, in one text."""


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """A task with its names, its practices (2진1퇴), its lead departments, and where its gate is mended."""

    task: Task
    names: TaskNames
    responsible: str | None
    practice_change: PracticeChange | None
    parts: Sequence[LeadPart]
    places: GatePlaces
    work: TeamWork


def task_page_of(task_id: int, actor: Actor) -> TaskPage:
    """Return what the page of a task needs. `Missing` if there is none or the actor may not read it."""
    responsible = aliased(Person)
    statement = (
        select(
            Task,
            Department.name,
            Person.name,
            responsible.name,
            PracticeChange,
            _parts(),
            is_on_the_team(actor),
            *place_columns(actor),
        )
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .outerjoin(responsible, responsible.id == Task.responsible_head_id)
        .outerjoin(PracticeChange, PracticeChange.task_id == Task.id)
        .where(Task.id == task_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such task."))
    task, department, leader, answers, practices, parts, is_member, *places = row
    return TaskPage(
        task=task,
        names=TaskNames(department=department, leader=leader),
        responsible=answers,
        practice_change=practices,
        parts=_read_parts(parts),
        places=GatePlaces(*places),
        work=part_in(task, actor, is_member=is_member),
    )


def _parts() -> ScalarSelect[str]:
    """The lead departments of a joint task as one text: id, share and name of each."""
    unit = aliased(Department)
    number, share = cast(LeadShare.department_id, String), cast(LeadShare.share, String)
    return (
        select(func.aggregate_strings(number + FIELDS + share + FIELDS + unit.name, PARTS))
        .select_from(LeadShare)
        .join(unit, unit.id == LeadShare.department_id)
        .where(LeadShare.task_id == Task.id)
        .correlate(Task)
        .scalar_subquery()
    )


def _read_parts(text: str | None) -> Sequence[LeadPart]:
    rows = [line.split(FIELDS) for line in (text or "").split(PARTS) if line]
    parts = [LeadPart(int(number), name, int(share)) for number, share, name in rows]
    return sorted(parts, key=lambda part: (-part.share, part.department_id))
