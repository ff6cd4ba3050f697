"""How often somebody without an account may come: counted by address in this process, forgotten after the time."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

from app.core.errors import OpumError
from app.core.messages import _

MOST_ADDRESSES = 10_000
"""Addresses remembered at once; the one that came longest ago is forgotten first."""


class TooMany(OpumError):
    """Too many visits from an address (429). `seconds` says how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(_("Too many visits from here. Try again in %(seconds)s seconds.", seconds=seconds))
        self.seconds = seconds


class Visits:
    """Lets each address come `most` times in `seconds`; the next visit raises `TooMany`."""

    def __init__(self, most: int, seconds: int, now: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._seen: dict[str, deque[float]] = {}
        self._lock = Lock()

    def count(self, address: str) -> None:
        """Count a visit. Raises TooMany where there were as many as may be in the time before."""
        now = self._now()
        with self._lock:
            seen = self._seen.pop(address, deque())
            while seen and seen[0] <= now - self._seconds:
                seen.popleft()
            self._seen[address] = seen
            if len(self._seen) > MOST_ADDRESSES:
                del self._seen[next(iter(self._seen))]
            if len(seen) >= self._most:
                raise TooMany(max(1, int(seen[0] + self._seconds - now)))
            seen.append(now)
