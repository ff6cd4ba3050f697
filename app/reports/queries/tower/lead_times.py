"""단계별 소요일: how long tasks stayed in each stage before they left it in the year, counted in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, func, select, union_all

from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.core.database.elapsed import whole_days
from app.core.kept import kept
from app.innovation.enums import Stage
from app.innovation.models import StageAdvance, StageReturn, Task
from app.innovation.queries.tasks import reads_tasks
from app.reports.queries.tower.scope import Scope, Shape, carries, inside
from app.reports.queries.tower.versions import data_version, moves_version
from app.reports.rules.lead_times import HALF, NINE_TENTHS, percentile


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """Stays in a stage that ended in the year: how many, the days of half and of nine tenths of them (None: none)."""

    stage: Stage
    stays: int
    median: int | None
    ninth: int | None


def lead_times(actor: Actor, scope: Scope) -> Sequence[LeadTime]:
    """Return every stage with the stays that ended in the year of the scope: one statement, a row for each duration.

    Of the whole office they are kept until a task moves; of a part of it until anything changes, as tasks change hands.
    """
    version = data_version() if any(scope.shape) else moves_version()
    name = ("lead_times", reads_tasks(actor), scope.year, *scope.given.items())
    return kept(name, version, lambda: _reckoned(actor, scope))


def _reckoned(actor: Actor, scope: Scope) -> Sequence[LeadTime]:
    counts: dict[Stage, dict[int, int]] = {stage: {} for stage in Stage}
    if reads_tasks(actor):
        given = {**scope.given, "first": scope.first_moment, "after": scope.next_moment}
        for stage, days, count in read(_statement(scope.shape), given):
            counts[stage][days] = count
    return [
        LeadTime(
            stage=stage,
            stays=sum(found.values()),
            median=percentile(found, HALF),
            ninth=percentile(found, NINE_TENTHS),
        )
        for stage, found in counts.items()
    ]


@lru_cache
def _statement(shape: Shape) -> AnySelect:
    """A stay begins with the move before it, the first one with the framing of the task; returns end stays too."""
    after = bindparam("after", type_=UtcDateTime)
    moves = union_all(
        *(
            select(kind.task_id.label("task_id"), kind.from_stage.label("stage"), at.label("at")).where(at < after)
            for kind, at in ((StageAdvance, StageAdvance.advanced_at), (StageReturn, StageReturn.returned_at))
        )
    ).subquery()
    before = func.lag(moves.c.at).over(partition_by=moves.c.task_id, order_by=moves.c.at)
    stays = (
        select(
            moves.c.stage,
            moves.c.at,
            whole_days(func.coalesce(before, Task.framed_at), moves.c.at).label("days"),
        )
        .join(Task, Task.id == moves.c.task_id)
        .where(*inside(shape, Task.lead_department_id), *carries(shape, Task.values))
        .subquery()
    )
    return (
        select(stays.c.stage, stays.c.days, func.count())
        .where(stays.c.at >= bindparam("first", type_=UtcDateTime))
        .group_by(stays.c.stage, stays.c.days)
    )
