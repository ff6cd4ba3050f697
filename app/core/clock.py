"""The time. Stored in UTC; people see and count days in Asia/Seoul. Tests and the demo set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)


def today() -> date:
    """Return today's date as people in the office count it."""
    return to_seoul(now()).date()


def to_seoul(moment: datetime) -> datetime:
    """Return the same moment on the office's wall clock."""
    return moment.astimezone(SEOUL)


def start_of_day(day: date) -> datetime:
    """Return the first moment of a day in Seoul, in UTC."""
    return datetime.combine(day, time.min, SEOUL).astimezone(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let time stand still at an aware moment, for this thread of work."""
    if moment.tzinfo is None:
        raise ValueError("A naive moment says nothing: give it a time zone.")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
