"""How often somebody without an account may come: counted by address in this process, forgotten after the time."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

from app.core.errors import TooMany
from app.core.messages import _

MOST_ADDRESSES = 10_000
"""Addresses remembered at once; the one that came longest ago is forgotten first."""


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
                seconds = max(1, int(seen[0] + self._seconds - now))
                reason = _("Too many visits from here. Try again in %(seconds)s seconds.", seconds=seconds)
                raise TooMany(reason, seconds=seconds)
            seen.append(now)
