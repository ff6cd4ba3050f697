"""When mail may leave and how often it is tried again. Pure; moments are on the office's clock."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta

from app.organization.rules import is_working_day

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WAITS: Sequence[timedelta] = (
    _MINUTE,
    5 * _MINUTE,
    15 * _MINUTE,
    _HOUR,
    2 * _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    12 * _HOUR,
)
"""How long after each failure the next attempt waits; the last one for all that follow."""
GIVE_UP_AFTER = timedelta(days=3)


def is_quiet(moment: datetime, *, quiet_from: time, quiet_until: time, holidays: AbstractSet[date]) -> bool:
    """Whether no mail leaves at the moment: in the quiet hours, and on days the office does not work.

    Equal hours mean that no hour is quiet. The quiet hours may go over midnight (18:00 to 9:00) or not.
    """
    if not is_working_day(moment.date(), holidays):
        return True
    now = moment.time()
    if quiet_from <= quiet_until:
        return quiet_from <= now < quiet_until
    return now >= quiet_from or now < quiet_until


def next_try(now: datetime, *, attempts: int, first_try_at: datetime) -> datetime | None:
    """Return when to try again after the `attempts`-th failure (1, 2, …), None when it is time to give up."""
    if now - first_try_at >= GIVE_UP_AFTER:
        return None
    return now + WAITS[min(attempts, len(WAITS)) - 1]


def has_lost_since(day: date, last_days: Iterable[date | None]) -> bool:
    """Whether an office ended on or after the day. One taken back at once had its last day on the day before.

    >>> has_lost_since(date(2026, 11, 23), [date(2026, 11, 22), None]), has_lost_since(date(2026, 11, 23), [None])
    (True, False)
    """
    return any(last is not None and last >= day - _DAY for last in last_days)


def one_line(text: str) -> str:
    """Return the text as one line: no line break of a title or a name can begin a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


_HOST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:")


def is_host(text: str) -> bool:
    """Whether the text can name a machine: a host name, or an address of IPv4 or IPv6 without brackets."""
    is_plain = bool(text) and set(text) <= _HOST and not text.startswith(("-", "."))
    return is_plain and text.count(":") != 1
