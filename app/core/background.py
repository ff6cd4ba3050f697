"""긴 작업 맡기기: a room below background work asks for it here; `app.registry` says who takes the order.

Rooms above it call `app.jobs.services.request_job` themselves.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from app.core.access import Actor


class Order(Protocol):
    """Who takes an order for long work."""

    def __call__(self, *, actor: Actor, kind: str, title: str, arguments: Mapping[str, Any]) -> str:
        """Take it inside the present write transaction, and return the address of its page."""


_takers: list[Order] = []


def install(order: Order) -> None:
    """Set who takes the orders; the factory calls it once."""
    _takers[:] = [order]


def order_work(*, actor: Actor, kind: str, title: str, arguments: Mapping[str, Any]) -> str:
    """Ask for long work and return the address of its page. `arguments` are values of JSON.

    Raises what `app.jobs.services.request_job` raises.
    """
    (order,) = _takers
    return order(actor=actor, kind=kind, title=title, arguments=arguments)
