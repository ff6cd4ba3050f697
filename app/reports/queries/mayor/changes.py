"""지난 30일: what happened, beside the thirty days before. The statement is that of `figures`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, bindparam, func, not_, select

from app.core import clock
from app.core.messages import Message, _
from app.innovation.enums import IssueState
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Closing, Issue, Obstacle, ObstacleRequest, ProgressReport, StageAdvance

DAYS = 30
Count = ScalarSelect[int]


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


def edges_of(today: date) -> dict[str, Any]:
    """Return the values of `change_counts`: the first day of either thirty days and the day after, as days and moments."""
    edges = {n: today - timedelta(days=n * DAYS - 1) for n in (0, 1, 2)}
    given: dict[str, Any] = {f"day_{n}": day for n, day in edges.items()}
    return given | {f"moment_{n}": clock.start_of_day(day) for n, day in edges.items()}


def changes_of(counted: Mapping[int, tuple[int, int]]) -> Sequence[Change]:
    """Name what was counted, in the order of the page."""
    return [Change(label=label, now=counted[n][0], before=counted[n][1]) for n, label in enumerate(LABELS)]


def change_counts() -> Iterator[tuple[Count, Count]]:
    """Yield what is counted, (now, before) for each label: figures only, nothing of what an idea or obstacle says.

    Two ranges of an index each, because SQLite counts a range many times faster than rows with a condition each.
    """
    kept, broken = (ObstacleRequest.state == state for state in (RequestState.KEPT, RequestState.NOT_KEPT))
    parts: Sequence[tuple[Any, str, ColumnElement[bool] | None]] = (
        (Issue.received_on, "day", None),
        (Issue.decided_on, "day", Issue.state == IssueState.ADOPTED),
        (StageAdvance.advanced_at, "moment", None),
        (Closing.closed_on, "day", not_(Closing.ends_early)),
        (ProgressReport.submitted_on, "day", None),
        (Obstacle.reported_at, "moment", None),
        (Obstacle.closed_on, "day", None),
        (ObstacleRequest.judged_at, "moment", kept),
        (ObstacleRequest.judged_at, "moment", broken),
    )
    for column, kind, condition in parts:
        after, last, first = (bindparam(f"{kind}_{n}", type_=column.type) for n in (0, 1, 2))
        yield _counted(column, last, after, condition), _counted(column, first, last, condition)


def _counted(
    column: Any,  # noqa: ANN401  a column of days or moments
    first: BindParameter[Any],
    after: BindParameter[Any],
    condition: ColumnElement[bool] | None,
) -> Count:
    """The condition is asked of the rows in the range, so that it does not choose the index."""
    number = func.count() if condition is None else func.count().filter(condition)
    return select(number).where(column >= first, column < after).scalar_subquery()
