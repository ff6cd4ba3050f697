"""가림: which names the reader of the log does not get. The chain itself stays complete. The factory installs the rule."""

from collections.abc import Collection
from typing import Any, Protocol

from sqlalchemy import ColumnElement, false

from app.audit.models import AuditEntry


class Concealment(Protocol):
    """What another domain wants kept from the readers of the log."""

    def actor_is_hidden(self, entry: Any, /) -> ColumnElement[bool]:  # noqa: ANN401  the mapped class of an entry
        """Make the condition under which the name of an entry's actor is not shown, nor found by a search."""

    def hidden_details(self, entry: Any, /) -> Collection[str]:  # noqa: ANN401  an entry
        """Return the names of the details of one entry that are not shown."""


_installed: list[Concealment] = []


def install(*rules: Concealment) -> None:
    """Set the rules; called once by the factory."""
    _installed[:] = rules


def actor_is_hidden() -> ColumnElement[bool]:
    """Make the condition under which the name of an entry's actor is hidden, by any rule."""
    condition: ColumnElement[bool] = false()
    for rule in _installed:
        condition = condition | rule.actor_is_hidden(AuditEntry)
    return condition


def hidden_details(entry: AuditEntry) -> frozenset[str]:
    """Return the names of the details of an entry that are not shown, by any rule."""
    return frozenset(name for rule in _installed for name in rule.hidden_details(entry))
