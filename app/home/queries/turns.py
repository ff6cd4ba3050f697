"""내 차례: what every domain asks of the reader, in one list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core import clock
from app.core.access import Actor
from app.core.messages import Message
from app.core.turns import Turn
from app.evaluation.queries import turns as evaluation_turns
from app.innovation.queries import turns as issue_turns
from app.innovation.queries import turns_obstacles as obstacle_turns
from app.innovation.queries import turns_plans as plan_turns
from app.mileage.queries import turns as mileage_turns

Source = Callable[[Actor], Sequence[Turn]]

DOMAINS = (issue_turns, plan_turns, obstacle_turns, mileage_turns, evaluation_turns)
OWED: tuple[Source, ...] = tuple(domain.owed_by for domain in DOMAINS)
AWAITED: tuple[Source, ...] = tuple(domain.awaited_by for domain in DOMAINS)


@dataclass(frozen=True, kw_only=True)
class TurnRow:
    """One line. `days` until it is due, negative when it is late; None without a day."""

    what: Message
    title: str
    endpoint: str
    params: dict[str, object]
    due_on: date | None
    days: int | None
    waiting_days: int | None


def owed_by(actor: Actor) -> Sequence[TurnRow]:
    """Return what the reader must do: the most urgent first, what has no day last."""
    return _rows(OWED, actor)


def awaited_by(actor: Actor) -> Sequence[TurnRow]:
    """Return what the reader waits for, in the same order."""
    return _rows(AWAITED, actor)


def count_owed(actor: Actor) -> int:
    """Count what the reader must do; what the reader waits for is not in it."""
    return sum(len(source(actor)) for source in OWED)


def _rows(sources: Sequence[Source], actor: Actor) -> Sequence[TurnRow]:
    today = clock.today()
    return [_row(turn, today) for turn in sorted(_turns(sources, actor), key=_urgency)]


def _turns(sources: Sequence[Source], actor: Actor) -> Sequence[Turn]:
    return [turn for source in sources for turn in source(actor)]


def _urgency(turn: Turn) -> tuple[date, datetime]:
    return turn.due_on or date.max, turn.since or clock.now()


def _row(turn: Turn, today: date) -> TurnRow:
    return TurnRow(
        what=turn.what,
        title=turn.title,
        endpoint=turn.endpoint,
        params=dict(turn.params),
        due_on=turn.due_on,
        days=None if turn.due_on is None else (turn.due_on - today).days,
        waiting_days=None if turn.since is None else (today - clock.to_seoul(turn.since).date()).days,
    )
