"""모니터링 의견."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.models import Finding, Task
from app.innovation.queries.tasks import visible_to


@dataclass(frozen=True, kw_only=True)
class FindingRecord:
    """A finding with its task and the names of who recorded and who answered it."""

    finding: Finding
    task: Task
    recorded_by: str
    answered_by: str | None


def findings_of(task: Task) -> Sequence[FindingRecord]:
    """Return the findings of a task, the last first, in one statement."""
    statement = _findings().where(Finding.task_id == task.id).order_by(Finding.found_on.desc(), Finding.id.desc())
    return [_record(row) for row in db.session.execute(statement)]


def finding_or_404(finding_id: int, actor: Actor) -> FindingRecord:
    """Return a finding. `Missing` if there is none or the actor may not read its task."""
    row = db.session.execute(_findings().where(Finding.id == finding_id, visible_to(actor))).one_or_none()
    if row is None:
        raise Missing(_("There is no such finding."))
    return _record(row)


def _findings() -> AnySelect:
    recorder, answerer = aliased(Person), aliased(Person)
    return (
        select(Finding, Task, recorder.name, answerer.name)
        .join(Task, Task.id == Finding.task_id)
        .join(recorder, recorder.id == Finding.recorded_by_id)
        .outerjoin(answerer, answerer.id == Finding.answered_by_id)
    )


def _record(row: AnyRow) -> FindingRecord:
    finding, task, recorded_by, answered_by = row
    return FindingRecord(finding=finding, task=task, recorded_by=recorded_by, answered_by=answered_by)
