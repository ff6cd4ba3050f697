"""교훈: what did not work, and what to do next time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.innovation.enums import ObstacleKind, TaskState
from app.innovation.models import Lesson, Obstacle, Task
from app.innovation.queries.obstacles.visibility import visible_to as obstacle_visible_to
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department
from app.organization.rules import fiscal_year_bounds


@dataclass(frozen=True)
class LessonRow:
    """One lesson in the list, or on its page."""

    id: int
    task_id: int
    number: str
    title: str
    department: str
    author: str
    failed: str
    advice: str
    recorded_on: date
    state: TaskState


@dataclass(frozen=True, kw_only=True)
class LessonFilter:
    """What the list of lessons is narrowed to. `kind`: an obstacle of this kind stood in the way of the task."""

    words: str = ""
    department_id: int | None = None
    kind: ObstacleKind | None = None
    year: int | None = None


def list_lessons(actor: Actor, wanted: LessonFilter, cursor: str | None) -> Page[LessonRow]:
    """Return a page of lessons, the newest first. Every word must occur in title, failure or advice."""
    statement = _lessons().where(visible_to(actor))
    for word in wanted.words.split():
        texts = (Lesson.title, Lesson.failed, Lesson.advice)
        statement = statement.where(or_(*(text.icontains(word, autoescape=True) for text in texts)))
    if wanted.department_id is not None:
        statement = statement.where(Lesson.department_id == wanted.department_id)
    if wanted.kind is not None:
        statement = statement.where(_met(wanted.kind, actor))
    if wanted.year is not None:
        statement = statement.where(Lesson.recorded_on.between(*fiscal_year_bounds(wanted.year)))
    page = keyset_page(statement, keys=[Lesson.id], cursor=cursor)
    return Page([LessonRow(*row) for row in page.rows], page.next_cursor)


def lesson_or_404(lesson_id: int, actor: Actor) -> LessonRow:
    """Return a lesson. `Missing` if there is none."""
    row = db.session.execute(_lessons().where(Lesson.id == lesson_id, visible_to(actor))).one_or_none()
    if row is None:
        raise Missing(_("There is no such lesson."))
    return LessonRow(*row)


def _met(kind: ObstacleKind, actor: Actor) -> ColumnElement[bool]:
    """Whether an obstacle of the kind that the reader may see stood in the way of the task."""
    return exists().where(Obstacle.task_id == Lesson.task_id, Obstacle.kind == kind, obstacle_visible_to(actor))


def _lessons() -> AnySelect:
    return (
        select(
            Lesson.id,
            Lesson.task_id,
            Task.number,
            Lesson.title,
            Department.name,
            Person.name,
            Lesson.failed,
            Lesson.advice,
            Lesson.recorded_on,
            Task.state,
        )
        .join(Task, Task.id == Lesson.task_id)
        .join(Department, Department.id == Lesson.department_id)
        .join(Person, Person.id == Lesson.author_id)
    )
