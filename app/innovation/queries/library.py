"""사례 검색: best practices, failure cases, lessons of tasks and benchmarks in one list, in one statement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, cast, exists, extract, false, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.access import Actor, satisfies
from app.core.database import AnySelect
from app.core.messages import Labelled
from app.core.pages import Key, Page, merged_page
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind, CaseState, LibraryKind
from app.innovation.models import (
    Benchmark,
    BenchmarkWord,
    Case,
    CaseWord,
    Lesson,
    LibraryWord,
    Obstacle,
    Task,
)
from app.innovation.policy.predicates import READERS
from app.innovation.queries import tasks
from app.innovation.queries.cases import visible_to
from app.innovation.rules.library import words_of
from app.organization.models import Department

TEASER = 400
"""Letters of the text a list shows something of."""

CASE, LESSON, BENCHMARK = "case", "lesson", "benchmark"


@dataclass(frozen=True, kw_only=True)
class LibraryFilter:
    """What the library is narrowed to; None and "" do not narrow."""

    words: str = ""
    kind: LibraryKind | None = None
    value: Value | None = None
    field: TaskField | None = None
    obstacle: ObstacleKind | None = None
    department_id: int | None = None
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class LibraryRow:
    """One thing on the shelves. `noun` says on whose page it stands: case, lesson or benchmark."""

    noun: str
    kind: LibraryKind
    id: int
    title: str
    teaser: str
    office: str
    year: int | None
    field: TaskField | None
    values: tuple[Value, ...]


@dataclass(frozen=True)
class _Shelf:
    """One of the three sources, not narrowed by words and day yet."""

    rows: AnySelect
    day: Key
    id: Key


def list_library(actor: Actor, wanted: LibraryFilter, cursor: str | None = None) -> Page[LibraryRow]:
    """Return one page of the library, the newest first: the same single statement however many there are."""
    shelves = [_cases(actor, wanted), _lessons(actor, wanted), _benchmarks(actor, wanted)]
    page = merged_page(
        [shelf.rows for shelf in shelves], keys=[(shelf.day, shelf.id) for shelf in shelves], cursor=cursor
    )
    return Page([_row(*row) for row in page.rows], page.next_cursor)


def _cases(actor: Actor, wanted: LibraryFilter) -> _Shelf:
    teaser = func.substr(Case.overview + Case.tried, 1, TEASER)
    rows = (
        select(
            *_columns(
                noun=literal(CASE),
                kind=cast(Case.kind, String),
                id=Case.id,
                title=Case.title,
                teaser=teaser,
                office=Department.name,
                year=Case.year,
                field=cast(Case.field, String),
                values=cast(Case.values, String),
            )
        )
        .join(Department, Department.id == Case.department_id)
        .where(
            Case.state == CaseState.PUBLISHED,
            visible_to(actor),
            *_says(Case.id, CaseWord.case_id, CaseWord.word_id, wanted),
        )
    )
    if wanted.kind is not None:
        kinds = {LibraryKind.BEST: CaseKind.BEST, LibraryKind.FAILURE: CaseKind.FAILURE}
        kind = kinds.get(wanted.kind)
        rows = rows.where(Case.kind == kind if kind else false())
    rows = rows.where(
        *_is(Case.department_id, wanted.department_id),
        *_is(Case.year, wanted.year),
        *_is(Case.field, wanted.field),
        *_holds(Case.values, wanted.value),
        *_holds(Case.obstacle_kinds, wanted.obstacle),
    )
    return _Shelf(rows, Case.published_on, Case.id)


def _lessons(actor: Actor, wanted: LibraryFilter) -> _Shelf:
    year = cast(extract("year", Lesson.recorded_on), Integer)
    text = func.lower(Lesson.title + " " + Lesson.failed + " " + Lesson.advice)
    rows = (
        select(
            *_columns(
                noun=literal(LESSON),
                kind=literal(LibraryKind.FAILURE.value),
                id=Lesson.id,
                title=Lesson.title,
                teaser=func.substr(Lesson.advice, 1, TEASER),
                office=Department.name,
                year=year,
                field=cast(Task.field, String),
                values=cast(Task.values, String),
            )
        )
        .join(Task, Task.id == Lesson.task_id)
        .join(Department, Department.id == Lesson.department_id)
        .where(tasks.visible_to(actor), *(text.contains(word, autoescape=True) for word in words_of(wanted.words)))
    )
    if wanted.kind not in {None, LibraryKind.FAILURE}:
        rows = rows.where(false())
    if wanted.year is not None:
        rows = rows.where(Lesson.recorded_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.obstacle is not None:
        rows = rows.where(exists().where(Obstacle.task_id == Lesson.task_id, Obstacle.kind == wanted.obstacle))
    rows = rows.where(
        *_is(Lesson.department_id, wanted.department_id),
        *_is(Task.field, wanted.field),
        *_holds(Task.values, wanted.value),
    )
    return _Shelf(rows, Lesson.recorded_on, Lesson.id)


def _benchmarks(actor: Actor, wanted: LibraryFilter) -> _Shelf:
    rows = select(
        *_columns(
            noun=literal(BENCHMARK),
            kind=literal(LibraryKind.BENCHMARK.value),
            id=Benchmark.id,
            title=Benchmark.title,
            teaser=func.substr(Benchmark.summary, 1, TEASER),
            office=Benchmark.office,
            year=Benchmark.year,
            field=cast(Benchmark.field, String),
            values=cast(Benchmark.values, String),
        )
    ).where(*_says(Benchmark.id, BenchmarkWord.benchmark_id, BenchmarkWord.word_id, wanted))
    ours = wanted.kind in {None, LibraryKind.BENCHMARK} and wanted.department_id is None
    if not ours or not satisfies(READERS, actor):
        rows = rows.where(false())
    rows = rows.where(
        *_is(Benchmark.year, wanted.year),
        *_is(Benchmark.field, wanted.field),
        *_holds(Benchmark.values, wanted.value),
        *_holds(Benchmark.obstacle_kinds, wanted.obstacle),
    )
    return _Shelf(rows, Benchmark.added_on, Benchmark.id)


def _columns(**columns: Any) -> list[ColumnElement[Any]]:
    return [column.label(name) for name, column in columns.items()]


def _says(
    record_id: InstrumentedAttribute[int],
    key: InstrumentedAttribute[int],
    word_id: InstrumentedAttribute[int],
    wanted: LibraryFilter,
) -> list[ColumnElement[bool]]:
    """Every word of the search must stand in a word of the record; `key` and `word_id` are its table of words.

    The words are chosen in a select of their own, not in a join: SQLite would begin the join at the larger table.
    """
    return [
        record_id.in_(
            select(key).where(
                word_id.in_(select(LibraryWord.id).where(LibraryWord.word.contains(word, autoescape=True)))
            )
        )
        for word in words_of(wanted.words)
    ]


def _is(column: InstrumentedAttribute[Any], wanted: object) -> list[ColumnElement[bool]]:
    return [] if wanted is None else [column == wanted]


def _holds(column: InstrumentedAttribute[list[Any]], member: Labelled | None) -> list[ColumnElement[bool]]:
    """Rows whose JSON list holds the member; read as text, which both engines can."""
    return [] if member is None else [cast(column, String).like(f'%"{member.value}"%')]


def _row(
    noun: str,
    kind: str,
    record_id: int,
    title: str,
    teaser: str,
    office: str,
    year: int | None,
    field: str | None,
    values: str,
) -> LibraryRow:
    return LibraryRow(
        noun=noun,
        kind=LibraryKind(kind),
        id=record_id,
        title=title,
        teaser=teaser,
        office=office,
        year=year,
        field=TaskField(field) if field else None,
        values=tuple(value for value in Value if f'"{value.value}"' in values),
    )
