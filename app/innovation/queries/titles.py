"""제목: what tasks and issues are called, for the pages of other domains."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from sqlalchemy import ColumnElement, bindparam, false, select, true

from app.core.access import Actor
from app.core.database import AnySelect, read
from app.innovation.models import Issue, Task
from app.innovation.queries import issues, tasks


def task_titles(task_ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    """Return "T2026-001 title" of the tasks the actor may read, by id."""
    return _titles(_of_tasks(any_task=tasks.reads_tasks(actor)), task_ids, actor)


def issue_titles(issue_ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    """Return "2026-0001 title" of the issues the actor may read, by id."""
    return _titles(_of_issues(issues.reading_of(actor)), issue_ids, actor)


def _titles(statement: AnySelect, ids: Collection[int], actor: Actor) -> Mapping[int, str]:
    rows = read(statement, {"ids": list(ids), "me": actor.id})
    return {record_id: f"{number} {title}" for record_id, number, title in rows}


@lru_cache
def _of_tasks(*, any_task: bool) -> AnySelect:
    return _of(Task, true() if any_task else false())


@lru_cache
def _of_issues(reading: issues.Reading) -> AnySelect:
    return _of(Issue, issues.visible_by(reading, issues.ME))


def _of(kind: type[Issue | Task], readable: ColumnElement[bool]) -> AnySelect:
    named = kind.id.in_(bindparam("ids", expanding=True))
    return select(kind.id, kind.number, kind.title).where(named, readable)
