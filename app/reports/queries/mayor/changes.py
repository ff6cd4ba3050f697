"""지난 30일: what happened, beside the thirty days before. One statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Date, and_, bindparam, func, literal, not_, select, union_all

from app.core import clock
from app.core.database import AnySelect, UtcDateTime, db
from app.core.messages import Message, _
from app.innovation.enums import IssueState
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Closing, Issue, Obstacle, ObstacleRequest, ProgressReport, StageAdvance

DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Change:
    """What was counted, in the last thirty days and in the thirty before."""

    label: Message
    now: int
    before: int

    @property
    def difference(self) -> str:
        """The difference with its sign."""
        more = self.now - self.before
        return f"+{more}" if more > 0 else f"−{-more}" if more < 0 else "0"


LABELS = (
    _("Ideas received"),
    _("Ideas adopted"),
    _("Steps to a next stage"),
    _("Tasks completed"),
    _("Progress reports handed in"),
    _("Obstacles raised"),
    _("Obstacles settled"),
    _("Promises kept"),
    _("Promises not kept"),
)


def changes() -> Sequence[Change]:
    """Return what was counted; figures only, nothing of what an idea or obstacle says."""
    today = clock.today()
    edges = {n: today - timedelta(days=n * DAYS - 1) for n in (0, 1, 2)}
    given = {f"day_{n}": day for n, day in edges.items()}
    given |= {f"moment_{n}": clock.start_of_day(day) for n, day in edges.items()}
    found = {place: (now, before) for place, now, before in db.session.execute(_statement(), given)}
    return [Change(label=label, now=found[n][0], before=found[n][1]) for n, label in enumerate(LABELS)]


@cache
def _statement() -> CompoundSelect[Any]:
    adopted, done = Issue.state == IssueState.ADOPTED, not_(Closing.ends_early)
    kept, broken = (ObstacleRequest.state == state for state in (RequestState.KEPT, RequestState.NOT_KEPT))
    parts = (
        (Issue.received_on, "day", None),
        (Issue.decided_on, "day", adopted),
        (StageAdvance.advanced_at, "moment", None),
        (Closing.closed_on, "day", done),
        (ProgressReport.submitted_on, "day", None),
        (Obstacle.reported_at, "moment", None),
        (Obstacle.closed_on, "day", None),
        (ObstacleRequest.judged_at, "moment", kept),
        (ObstacleRequest.judged_at, "moment", broken),
    )
    return union_all(*(_part(n, *part) for n, part in enumerate(parts)))


def _part(place: int, column: Any, kind: str, condition: ColumnElement[bool] | None) -> AnySelect:  # noqa: ANN401
    edges = [bindparam(f"{kind}_{n}", type_=Date() if kind == "day" else UtcDateTime()) for n in (0, 1, 2)]
    after, last, first = edges
    counted = select(
        literal(place),
        func.count().filter(and_(column >= last, column < after)),
        func.count().filter(and_(column >= first, column < last)),
    ).where(column >= first)
    return counted if condition is None else counted.where(condition)
