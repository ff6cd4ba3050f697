"""과제 화면: the task with everything around it that needs no list of its own, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ScalarSelect, String, bindparam, cast, false, func, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.models import LeadShare, PracticeChange, Task
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.gate_places import GatePlaces, place_columns
from app.innovation.queries.joint_leads import LeadPart
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of
from app.innovation.queries.plans import is_on_the_team, part_in
from app.innovation.queries.tasks import TaskNames, reads_tasks
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
    given = {"task_id": task_id, "today": clock.today(), **named(actor)}
    row = db.session.execute(_statement(reads_tasks(actor), reading_of(actor)), given).one_or_none()
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


@lru_cache
def _statement(readable: bool, reading: Reading) -> AnySelect:  # noqa: FBT001  a key of the cache
    """Put the statement together once for each kind of reader."""
    responsible = aliased(Person)
    return (
        select(
            Task,
            Department.name,
            Person.name,
            responsible.name,
            PracticeChange,
            _parts(),
            is_on_the_team(ANYBODY.person_id),
            *place_columns(reading),
        )
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(Person, Person.id == Task.leader_id)
        .outerjoin(responsible, responsible.id == Task.responsible_head_id)
        .outerjoin(PracticeChange, PracticeChange.task_id == Task.id)
        .where(Task.id == bindparam("task_id"), true() if readable else false())
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
