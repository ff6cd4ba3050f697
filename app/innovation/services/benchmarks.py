"""벤치마킹 사례: added and edited by the control tower, or loaded as they came with the product."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.permissions import Permission
from app.innovation.events import BenchmarkAdded, BenchmarkChanged
from app.innovation.models import Benchmark, BenchmarkFigure
from app.innovation.policy import POLICY
from app.innovation.services.library_words import index_benchmark


@dataclass(frozen=True, kw_only=True)
class BenchmarkContent:
    """A case of another office as told by `document`. `figures` are (name, text) as the document has them."""

    office: str
    title: str
    summary: str
    document: str
    details: str = ""
    obstacle_handling: str = ""
    field: TaskField | None = None
    values: tuple[Value, ...] = ()
    obstacle_kinds: tuple[ObstacleKind, ...] = ()
    year: int | None = None
    figures: Sequence[tuple[str, str]] = ()


def add_benchmark(*, actor: Actor, content: BenchmarkContent) -> Benchmark:
    """Put a case of another office into the library."""
    access.require(POLICY, Permission.BENCHMARK_WRITE, actor)
    _check_new(content)
    return _add(content, added_by_id=actor.id)


def change_benchmark(*, actor: Actor, benchmark: Benchmark, content: BenchmarkContent, seen_version: int) -> None:
    """Write a benchmark anew. `Conflict` if it is no longer the version that was seen."""
    access.require(POLICY, Permission.BENCHMARK_WRITE, actor)
    if benchmark.version != seen_version:
        raise Conflict(CHANGED)
    if (content.office, content.title) != (benchmark.office, benchmark.title):
        _check_new(content)
    change_state(benchmark, edited_by_id=actor.id, **_columns(content))
    _write_figures(benchmark, content)
    _index(benchmark, content)
    publish(BenchmarkChanged(actor_id=actor.id, benchmark_id=benchmark.id, title=FreeText(benchmark.title)))


def load_benchmarks(shipped: Iterable[tuple[str, BenchmarkContent]]) -> int:
    """Add the shipped cases, given as (code, content), that the office does not have yet. Returns how many.

    What is there stays as it is: the control tower may have written it anew.
    """
    codes = set(db.session.scalars(select(Benchmark.code)))
    names = {(office, title) for office, title in db.session.execute(select(Benchmark.office, Benchmark.title))}
    new = [
        (code, content)
        for code, content in shipped
        if code not in codes and (content.office, content.title) not in names
    ]
    for code, content in new:
        _add(content, code=code)
    return len(new)


def _add(content: BenchmarkContent, *, added_by_id: int | None = None, code: str | None = None) -> Benchmark:
    benchmark = Benchmark(code=code, added_by_id=added_by_id, added_on=clock.today(), **_columns(content))
    db.session.add(benchmark)
    db.session.flush()
    _write_figures(benchmark, content)
    _index(benchmark, content)
    publish(
        BenchmarkAdded(
            actor_id=added_by_id,
            benchmark_id=benchmark.id,
            office=benchmark.office,
            title=FreeText(benchmark.title),
        )
    )
    return benchmark


def _check_new(content: BenchmarkContent) -> None:
    known = select(Benchmark.id).where(Benchmark.office == content.office, Benchmark.title == content.title)
    if db.session.scalar(known) is not None:
        raise Refused(_("The library already has this case of this office."))
    if content.year is not None and content.year > clock.today().year:
        raise Refused(_("This year has not come yet."))


def _columns(content: BenchmarkContent) -> dict[str, Any]:
    return {
        "office": content.office,
        "title": content.title,
        "summary": content.summary,
        "details": content.details,
        "obstacle_handling": content.obstacle_handling,
        "field": content.field,
        "values": [value.value for value in content.values],
        "obstacle_kinds": [kind.value for kind in content.obstacle_kinds],
        "year": content.year,
        "document": content.document,
    }


def _write_figures(benchmark: Benchmark, content: BenchmarkContent) -> None:
    db.session.execute(delete(BenchmarkFigure).where(BenchmarkFigure.benchmark_id == benchmark.id))
    db.session.add_all(
        BenchmarkFigure(benchmark_id=benchmark.id, position=position, name=name, text=text)
        for position, (name, text) in enumerate(content.figures, start=1)
    )
    db.session.flush()


def _index(benchmark: Benchmark, content: BenchmarkContent) -> None:
    told = (content.office, content.title, content.summary, content.details, content.obstacle_handling)
    figures = (word for figure in content.figures for word in figure)
    index_benchmark(benchmark.id, [*told, content.document, *figures])
