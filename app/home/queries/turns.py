"""내 차례: what every room of the house asks of the reader, in one list and with one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core import clock
from app.core.access import Actor
from app.core.messages import Message
from app.core.turns import Asked, Asking, Turn, read
from app.evaluation.queries.turns import to_score
from app.notifications.queries.inbox import unread

ROOMS: list[Asking] = []
"""Who asks. `registry.TURNS` fills it, because reports stand beside this room."""


@dataclass(frozen=True, kw_only=True)
class TurnRow:
    """One line. `days` until it is due, negative when it is late; None without a day."""

    what: Message
    title: str | Message
    endpoint: str
    params: dict[str, object]
    due_on: date | None
    days: int | None
    waiting_days: int | None


@dataclass(frozen=True, kw_only=True)
class Turns:
    """Both lists of the first page: the most urgent first, what has no day last."""

    owed: Sequence[TurnRow]
    awaited: Sequence[TurnRow]


def install(rooms: Sequence[Asking]) -> None:
    """Say who asks."""
    ROOMS[:] = rooms


def turns_of(actor: Actor) -> Turns:
    """Return what the reader must do and what the reader waits for: one statement, and a few more for evaluators."""
    owed = _owed(actor)
    found = read([*owed, *(kind for room in ROOMS for kind in room.awaited(actor))])
    first, rest = found[: len(owed)], found[len(owed) :]
    return Turns(owed=rows([*_flat(first), *to_score(actor)]), awaited=rows(_flat(rest)))


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return everything the reader must do, in no order."""
    return [*_flat(read(_owed(actor))), *to_score(actor)]


def count_owed(actor: Actor) -> int:
    """Count what the reader must do; what the reader waits for is not in it."""
    return len(owed_by(actor))


def counts_of(actor: Actor) -> tuple[int, int]:
    """Count what the reader must do, and the notices the reader has not read: in the same statement."""
    *owed, notices = read([*_owed(actor), unread(actor)])
    number = int(str(notices[0].title)) if notices else 0
    return len(_flat(owed)) + len(to_score(actor)), number


def rows(turns: Sequence[Turn]) -> Sequence[TurnRow]:
    """Return the lines in the order of their urgency."""
    today = clock.today()
    return [_row(turn, today) for turn in sorted(turns, key=_urgency)]


def _owed(actor: Actor) -> Sequence[Asked]:
    return [kind for room in ROOMS for kind in room.owed(actor)]


def _flat(found: Sequence[Sequence[Turn]]) -> Sequence[Turn]:
    return [turn for turns in found for turn in turns]


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
