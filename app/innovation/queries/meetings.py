"""점검회의와 결정사항."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums import MeetingKind
from app.innovation.enums.meetings import DecisionState
from app.innovation.models import CheckMeeting, MeetingDecision, Task
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in the list of a task."""

    id: int
    kind: MeetingKind
    held_on: date
    participants: str
    decision_count: int
    open_count: int


@dataclass(frozen=True, kw_only=True)
class MeetingRecord:
    """A meeting with its task and the name of who recorded it."""

    meeting: CheckMeeting
    task: Task
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """A decision with the names of who acts and who reported it as done. `days_left` is None once it is done."""

    decision: MeetingDecision
    department: str | None
    person: str | None
    done_by: str | None
    done_at: datetime | None

    @property
    def days_left(self) -> int | None:
        """Days until it is due; None without a day or once it is done."""
        due = self.decision.due_on
        waits = due is not None and self.decision.state is DecisionState.OPEN
        return (due - clock.today()).days if waits and due else None


def meetings_of(task: Task) -> Sequence[MeetingRow]:
    """Return the meetings of a task, the last first, with their counts of decisions, in one statement."""
    is_open = MeetingDecision.state == DecisionState.OPEN
    statement = (
        select(
            CheckMeeting.id,
            CheckMeeting.kind,
            CheckMeeting.held_on,
            CheckMeeting.participants,
            func.count(MeetingDecision.id),
            func.count(MeetingDecision.id).filter(is_open),
        )
        .outerjoin(MeetingDecision, MeetingDecision.meeting_id == CheckMeeting.id)
        .where(CheckMeeting.task_id == task.id)
        .group_by(CheckMeeting.id)
        .order_by(CheckMeeting.held_on.desc(), CheckMeeting.id.desc())
    )
    return [MeetingRow(*row) for row in db.session.execute(statement)]


def meeting_or_404(meeting_id: int, actor: Actor) -> MeetingRecord:
    """Return a meeting. `Missing` if there is none or the actor may not read its task."""
    statement = (
        select(CheckMeeting, Task, Person.name)
        .join(Task, Task.id == CheckMeeting.task_id)
        .join(Person, Person.id == CheckMeeting.recorded_by_id)
        .where(CheckMeeting.id == meeting_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such meeting."))
    meeting, task, name = row
    return MeetingRecord(meeting=meeting, task=task, recorded_by=name)


def decisions_of(meeting_id: int) -> Sequence[DecisionRow]:
    """Return the decisions of a meeting in their order, in one statement."""
    person, finisher = aliased(Person), aliased(Person)
    statement = (
        select(MeetingDecision, Department.name, person.name, finisher.name)
        .outerjoin(Department, Department.id == MeetingDecision.department_id)
        .outerjoin(person, person.id == MeetingDecision.person_id)
        .outerjoin(finisher, finisher.id == MeetingDecision.done_by_id)
        .where(MeetingDecision.meeting_id == meeting_id)
        .order_by(MeetingDecision.position)
    )
    return [
        DecisionRow(decision=decision, department=unit, person=name, done_by=done_by, done_at=decision.done_at)
        for decision, unit, name, done_by in db.session.execute(statement)
    ]


def decision_or_404(decision_id: int, actor: Actor) -> tuple[MeetingDecision, Task]:
    """Return a decision with its task. `Missing` if there is none or the actor may not read the task."""
    statement = (
        select(MeetingDecision, Task)
        .join(CheckMeeting, CheckMeeting.id == MeetingDecision.meeting_id)
        .join(Task, Task.id == CheckMeeting.task_id)
        .where(MeetingDecision.id == decision_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such decision."))
    decision, task = row
    return decision, task
