"""벤치마킹 사례 한 건, and what our departments have made of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import false, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, satisfies
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums import IssueState, ObstacleKind, TaskState
from app.innovation.models import Benchmark, BenchmarkFigure, Issue, Task
from app.innovation.policy.predicates import READERS
from app.innovation.queries import issues

MOST_ADOPTIONS = 50
"""Issues of one benchmark that its page lists."""


@dataclass(frozen=True, kw_only=True)
class BenchmarkRecord:
    """The benchmark and the names around it; both are None for one that came with the product untouched."""

    benchmark: Benchmark
    added_by: str | None
    edited_by: str | None

    @property
    def values(self) -> tuple[Value, ...]:
        """The values it stands for."""
        return tuple(Value(value) for value in self.benchmark.values)

    @property
    def obstacle_kinds(self) -> tuple[ObstacleKind, ...]:
        """The kinds of obstacle it tells of."""
        return tuple(ObstacleKind(kind) for kind in self.benchmark.obstacle_kinds)


@dataclass(frozen=True)
class Adoption:
    """An issue that came from a benchmark, and the task it became. Nobody is named: the issue may be blind."""

    issue_id: int
    number: str
    title: str
    state: IssueState
    task_id: int | None
    task_number: str | None
    task_title: str | None
    task_state: TaskState | None


def benchmark_record(benchmark_id: int, actor: Actor) -> BenchmarkRecord:
    """Return a benchmark with its names in one statement. `Missing` if there is none or the actor is from outside."""
    editor = aliased(Person)
    statement = (
        select(Benchmark, Person.name, editor.name)
        .outerjoin(Person, Person.id == Benchmark.added_by_id)
        .outerjoin(editor, editor.id == Benchmark.edited_by_id)
        .where(Benchmark.id == benchmark_id, true() if satisfies(READERS, actor) else false())
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such benchmark."))
    benchmark, added_by, edited_by = row
    return BenchmarkRecord(benchmark=benchmark, added_by=added_by, edited_by=edited_by)


def benchmark_or_404(benchmark_id: int, actor: Actor) -> Benchmark:
    """Return a benchmark. `Missing` as above."""
    return benchmark_record(benchmark_id, actor).benchmark


def figures_of(benchmark_id: int) -> Sequence[BenchmarkFigure]:
    """Return the figures of a benchmark in their order."""
    return db.session.scalars(
        select(BenchmarkFigure).where(BenchmarkFigure.benchmark_id == benchmark_id).order_by(BenchmarkFigure.position)
    ).all()


def adoptions_of(benchmark_id: int, actor: Actor) -> Sequence[Adoption]:
    """Return the issues taken from a benchmark that the actor may read, with their tasks, the last first."""
    statement = (
        select(Issue.id, Issue.number, Issue.title, Issue.state, Task.id, Task.number, Task.title, Task.state)
        .outerjoin(Task, Task.id == Issue.task_id)
        .where(Issue.benchmark_id == benchmark_id, issues.visible_to(actor))
        .order_by(Issue.id.desc())
        .limit(MOST_ADOPTIONS)
    )
    return [Adoption(*row) for row in db.session.execute(statement)]
