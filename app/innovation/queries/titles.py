"""제목: what tasks and issues are called, for the pages of other domains."""

from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, select

from app.core.access import Actor
from app.core.database import db
from app.innovation.models import Issue, Task
from app.innovation.queries import issues, tasks


def task_titles(task_ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    """Return "T2026-001 title" of the tasks the actor may read, by id."""
    return _titles(Task, Task.id.in_(task_ids), tasks.visible_to(actor))


def issue_titles(issue_ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    """Return "2026-0001 title" of the issues the actor may read, by id."""
    return _titles(Issue, Issue.id.in_(issue_ids), issues.visible_to(actor))


def _titles(kind: type[Issue | Task], *conditions: ColumnElement[bool]) -> Mapping[int, str]:
    rows = db.session.execute(select(kind.id, kind.number, kind.title).where(*conditions))
    return {record_id: f"{number} {title}" for record_id, number, title in rows}
