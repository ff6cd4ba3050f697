"""내 차례: what somebody owes, or waits for. Domains say which things those are; one statement reads them all.

A domain's module of turns has `owed(actor)` and `awaited(actor)`, which return kinds of turn. A role the actor does
not hold costs nothing: its kind is simply not among them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Date, String, cast, func, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, db
from app.core.messages import Message

MOST = 50
"""Lines of one kind at most: nobody works through more on a page."""

AnyColumn = ColumnElement[Any] | InstrumentedAttribute[Any]
NO_DAY, NO_MOMENT, NO_TEXT = cast(null(), Date), cast(null(), UtcDateTime), cast(null(), String)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """한 줄: what is to be done, with which thing, where, until when (None: no day set) and since when."""

    what: Message
    title: str | Message
    endpoint: str
    params: Mapping[str, object] = field(default_factory=dict)
    due_on: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One kind of turn. `lines` is a select made by `lines_of`; `titled` makes the title from its text.

    The address gets the line's id as `param` and its second part as `second`, and `fixed` as it is.
    """

    what: Message
    endpoint: str
    lines: AnySelect
    param: str | None = None
    second: str | None = None
    fixed: Mapping[str, object] = field(default_factory=dict)
    titled: Callable[[str], str | Message] = str


class Asking(Protocol):
    """A module of turns."""

    def owed(self, actor: Actor, /) -> Sequence[Asked]:
        """Return what the actor must do."""

    def awaited(self, actor: Actor, /) -> Sequence[Asked]:
        """Return what the actor waits for."""


def lines_of(
    record_id: AnyColumn,
    title: AnyColumn,
    *,
    due_on: AnyColumn = NO_DAY,
    since: AnyColumn = NO_MOMENT,
    second: AnyColumn = NO_TEXT,
) -> AnySelect:
    """Begin the select of a kind: add joins and conditions, leave its columns alone. `second` is text."""
    columns = (record_id.label("id"), title.label("title"), due_on.label("due_on"), since.label("since"))
    return select(*columns, second.label("second"))


def read(kinds: Sequence[Asked], statement: AnySelect | None = None) -> Sequence[Sequence[Turn]]:
    """Return the turns of each kind, the most urgent first: one statement for all of them, none without a kind.

    `statement` is the one `statement_of` made of these kinds, where it was kept.
    """
    found: list[list[Turn]] = [[] for _kind in kinds]
    if not kinds:
        return found
    rows = db.session.execute(statement_of(kinds) if statement is None else statement)
    for record_id, title, due_on, since, second, kind, _place in rows:
        found[kind].append(_turn(kinds[kind], record_id, second, title, due_on, since))
    return found


def statement_of(kinds: Sequence[Asked]) -> AnySelect:
    """Return the statement that reads the lines of all kinds (at least one)."""
    every = union_all(*(kind.lines.add_columns(literal(place).label("kind")) for place, kind in enumerate(kinds)))
    lines = every.subquery()
    urgency = (lines.c.due_on.is_(None), lines.c.due_on, lines.c.since, lines.c.id)
    place = func.row_number().over(partition_by=lines.c.kind, order_by=urgency).label("place")
    ranked = select(lines, place).subquery()
    return select(ranked).where(ranked.c.place <= MOST).order_by(ranked.c.kind, ranked.c.place)


def _turn(
    kind: Asked, record_id: int, second: str | None, title: str, due_on: date | None, since: datetime | None
) -> Turn:
    params = dict(kind.fixed)
    if kind.param is not None:
        params[kind.param] = record_id
    if kind.second is not None:
        params[kind.second] = second
    return Turn(
        what=kind.what, title=kind.titled(title), endpoint=kind.endpoint, params=params, due_on=due_on, since=since
    )
