"""이어진 기록: what other rooms say about an issue or a task. The factory installs the table."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from app.core.access import Actor
from app.core.messages import Message


class Origin(NamedTuple):
    """One line: what it is ("Voice of the customer"), its title, and its path (None: the reader may not open it)."""

    label: Message
    title: str
    url: str | None


Origins = Callable[[int, Actor], Sequence[Origin]]
"""(id, who reads) → lines, in the order they are shown."""

_origins: Mapping[str, Sequence[Origins]] = {}


def install(by_noun: Mapping[str, Sequence[Origins]]) -> None:
    """Set who knows something about an "issue" or a "task"; called once by the factory."""
    global _origins  # noqa: PLW0603  one table for the process
    _origins = by_noun


def origins_of(noun: str, record_id: int, actor: Actor) -> Sequence[Origin]:
    """Return what the other rooms say about a record, in the order of the table."""
    return [line for tell in _origins.get(noun, ()) for line in tell(record_id, actor)]
