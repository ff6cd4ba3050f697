"""Figures that cost much and change seldom: kept by each process together with the version of the data they came from.

Only numbers that are the same for everybody who may see them are kept, never pages, and never without a version: when
the data has moved on, they are reckoned anew. What is kept is lost with the process, and nothing depends on it.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar

from flask import current_app

MOST = 200
"""Figures of so many scopes at most; then it begins anew."""

Figures = TypeVar("Figures")


def kept(name: Hashable, version: Hashable, make: Callable[[], Figures]) -> Figures:
    """Return what was made for this name and version, or make it."""
    store = current_app.extensions.setdefault("kept", {})
    found = store.get(name)
    if found is not None and found[0] == version:
        figures: Figures = found[1]
        return figures
    made = make()
    if len(store) >= MOST:
        store.clear()
    store[name] = (version, made)
    return made
