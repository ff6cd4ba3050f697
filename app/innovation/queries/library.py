"""사례 검색: best practices, failure cases, lessons of tasks and benchmarks in one list, in one statement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    SQLColumnExpression,
    String,
    bindparam,
    cast,
    exists,
    extract,
    false,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.core.access import Actor, Role, satisfies
from app.core.database import AnySelect
from app.core.pages import MergedKeyset, Page, Shelf, narrowed_by
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
from app.innovation.queries.obstacles import visibility
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


class LibraryRow(NamedTuple):
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


class Reading(NamedTuple):
    """What decides which shelves somebody may look at."""

    cases: bool
    others: bool
    obstacles: visibility.Reading


class Shape(NamedTuple):
    """What decides how the statement looks, besides the reading: the filters in use and how many words."""

    kind: LibraryKind | None
    narrowings: frozenset[str]
    words: int


def list_library(actor: Actor, wanted: LibraryFilter, cursor: str | None = None) -> Page[LibraryRow]:
    """Return one page of the library, the newest first: the same single statement however many there are."""
    words = words_of(wanted.words)
    chosen = {name: value for name, value in narrowed_by(wanted).items() if name not in {"words", "kind"}}
    given = {
        **visibility.named(actor),
        **chosen,
        **{f"word_{n}": LIKE.sub(r"/\g<0>", word) for n, word in enumerate(words)},
        **{f"{name}_told": f'%"{chosen[name].value}"%' for name in ("value", "obstacle") if name in chosen},
    }
    if wanted.year is not None:
        given |= {"starts_on": date(wanted.year, 1, 1), "ends_on": date(wanted.year, 12, 31)}
    page = _library(_reading_of(actor), Shape(wanted.kind, frozenset(chosen), len(words))).page(cursor, given)
    return Page([_row(*row) for row in page.rows], page.next_cursor)


LIKE = re.compile(r"[/%_]")
"""What means something in a LIKE, and gets a stroke before it."""


def _reading_of(actor: Actor) -> Reading:
    readable = satisfies(READERS, actor)
    everything = actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR)
    return Reading(cases=everything or readable, others=readable, obstacles=visibility.reading_of(actor))


@lru_cache(maxsize=256)
def _library(reading: Reading, shape: Shape) -> MergedKeyset:
    """Put the statement together once for each combination of filters in use."""
    return MergedKeyset([_cases(reading, shape), _lessons(reading, shape), _benchmarks(reading, shape)])


KINDS = {LibraryKind.BEST: CaseKind.BEST, LibraryKind.FAILURE: CaseKind.FAILURE}


def _cases(reading: Reading, shape: Shape) -> Shelf:
    rows = (
        select(
            *_columns(
                noun=literal(CASE),
                kind=cast(Case.kind, String),
                id=Case.id,
                title=Case.title,
                teaser=func.substr(Case.overview + Case.tried, 1, TEASER),
                office=Department.name,
                year=Case.year,
                field=cast(Case.field, String),
                values=cast(Case.values, String),
            )
        )
        .join(Department, Department.id == Case.department_id)
        .where(Case.state == CaseState.PUBLISHED, *_says(Case.id, CaseWord.case_id, CaseWord.word_id, shape.words))
    )
    narrowings = {
        "department_id": Case.department_id == bindparam("department_id"),
        "year": Case.year == bindparam("year"),
        "field": Case.field == bindparam("field"),
        "value": _holds(Case.values, "value_told"),
        "obstacle": _holds(Case.obstacle_kinds, "obstacle_told"),
    }
    if shape.kind is not None:
        rows = rows.where(Case.kind == KINDS[shape.kind] if shape.kind in KINDS else false())
    return Shelf(_narrowed(rows, narrowings, shape, readable=reading.cases), Case.published_on, Case.id)


def _lessons(reading: Reading, shape: Shape) -> Shelf:
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
                year=cast(extract("year", Lesson.recorded_on), Integer),
                field=cast(Task.field, String),
                values=cast(Task.values, String),
            )
        )
        .join(Task, Task.id == Lesson.task_id)
        .join(Department, Department.id == Lesson.department_id)
        .where(*(_contains(text, number) for number in range(shape.words)))
    )
    narrowings = {
        "department_id": Lesson.department_id == bindparam("department_id"),
        "year": Lesson.recorded_on.between(bindparam("starts_on"), bindparam("ends_on")),
        "field": Task.field == bindparam("field"),
        "value": _holds(Task.values, "value_told"),
        "obstacle": exists().where(
            Obstacle.task_id == Lesson.task_id,
            Obstacle.kind == bindparam("obstacle"),
            visibility.visible_by(reading.obstacles, visibility.ANYBODY),
        ),
    }
    told = shape.kind in {None, LibraryKind.FAILURE}
    return Shelf(_narrowed(rows, narrowings, shape, readable=reading.others and told), Lesson.recorded_on, Lesson.id)


def _benchmarks(reading: Reading, shape: Shape) -> Shelf:
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
    ).where(*_says(Benchmark.id, BenchmarkWord.benchmark_id, BenchmarkWord.word_id, shape.words))
    narrowings = {
        "department_id": false(),
        "year": Benchmark.year == bindparam("year"),
        "field": Benchmark.field == bindparam("field"),
        "value": _holds(Benchmark.values, "value_told"),
        "obstacle": _holds(Benchmark.obstacle_kinds, "obstacle_told"),
    }
    told = shape.kind in {None, LibraryKind.BENCHMARK}
    return Shelf(_narrowed(rows, narrowings, shape, readable=reading.others and told), Benchmark.added_on, Benchmark.id)


def _narrowed(
    rows: AnySelect, narrowings: Mapping[str, ColumnElement[bool]], shape: Shape, *, readable: bool
) -> AnySelect:
    return rows.where(true() if readable else false(), *(narrowings[name] for name in sorted(shape.narrowings)))


def _columns(**columns: Any) -> list[ColumnElement[Any]]:
    return [column.label(name) for name, column in columns.items()]


def _says(
    record_id: InstrumentedAttribute[int],
    key: InstrumentedAttribute[int],
    word_id: InstrumentedAttribute[int],
    words: int,
) -> list[ColumnElement[bool]]:
    """Every word of the search must stand in a word of the record; `key` and `word_id` are its table of words.

    The words are chosen in a select of their own, not in a join: SQLite would begin the join at the larger table.
    """
    return [
        record_id.in_(select(key).where(word_id.in_(select(LibraryWord.id).where(_contains(LibraryWord.word, number)))))
        for number in range(words)
    ]


def _contains(text: SQLColumnExpression[str], number: int) -> ColumnElement[bool]:
    return text.contains(bindparam(f"word_{number}", type_=String), escape="/")


def _holds(column: InstrumentedAttribute[list[Any]], parameter: str) -> ColumnElement[bool]:
    """Rows whose JSON list holds the member; read as text, which both engines can."""
    return cast(column, String).like(bindparam(parameter, type_=String))


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
        noun,
        LibraryKind(kind),
        record_id,
        title,
        teaser,
        office,
        year,
        TaskField(field) if field else None,
        _values_in(values),
    )


@lru_cache(maxsize=256)
def _values_in(told: str) -> tuple[Value, ...]:
    """Return the values a JSON list names; a page has many lists and few different ones."""
    return tuple(value for value in Value if f'"{value.value}"' in told)
