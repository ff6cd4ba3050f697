"""Facts. A service publishes what has happened; `app.reactions` says what follows from it.

Events are frozen dataclasses in the past tense that hold ids and plain values. Everything
that follows runs inside the transaction of the fact itself: all of it is saved, or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, NewType

FreeText = NewType("FreeText", str)
"""Words a person typed. The audit chain keeps a salted hash of them, never the words."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. `actor_id` is None only for what the system does by itself."""

    subject: ClassVar[str]
    """The noun the event is about, e.g. "obstacle"; its id is the field `<subject>_id`."""

    actor_id: int | None

    @property
    def subject_id(self) -> int:
        """Id of the thing the event is about."""
        return int(getattr(self, f"{self.subject}_id"))

    def details(self) -> dict[str, Any]:
        """All plain values of the event, ready for JSON."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self) if f.name != "actor_id"}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


Reaction = Callable[[Any], None]
_reactions: Mapping[type[Event], Sequence[Reaction]] = {}


def install_reactions(reactions: Mapping[type[Event], Sequence[Reaction]]) -> None:
    """Set what follows from each kind of event; the factory calls it once."""
    global _reactions  # noqa: PLW0603  one table for the process
    _reactions = reactions


def publish(event: Event) -> None:
    """Run every reaction to the event's class and its bases, in the order of the table."""
    for cls in type(event).__mro__:
        for react in _reactions.get(cls, ()):
            react(event)
