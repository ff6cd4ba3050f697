"""Pages of obstacles."""

from app.innovation.routes.obstacles import (
    blockers,
    ladder,
    meetings,
    moves,
    pages,
    removals,
    reporting,
    requests,
    tabs,
    wall,
)

__all__ = [
    "blockers",
    "ladder",
    "meetings",
    "moves",
    "pages",
    "removals",
    "reporting",
    "requests",
    "tabs",
    "wall",
]
