"""My turn in tests: what one module of turns asks of somebody."""

from collections.abc import Callable, Sequence
from itertools import chain

from app.core.access import Actor
from app.core.turns import Asking, Turn, read

Reader = Callable[[Actor], Sequence[Turn]]


def readers_of(asking: Asking) -> tuple[Reader, Reader]:
    """Return two functions: the turns somebody owes, and those somebody waits for, in the order of their kinds."""
    return (
        lambda actor: [*chain.from_iterable(read(asking.owed(actor)))],
        lambda actor: [*chain.from_iterable(read(asking.awaited(actor)))],
    )
