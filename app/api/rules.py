"""What a token is: 256 random bits behind a word that scanners of leaked secrets know, good for a year at most."""

import re
import secrets
from datetime import date, datetime
from hashlib import sha256

from app.api.enums import TokenState
from app.core.errors import Invalid
from app.core.messages import _

PREFIX = "opum_"
RANDOM_BYTES = 32
SHOWN_LETTERS = 4
LEAST_PURPOSE = 5
_SHAPE = re.compile(r"opum_[A-Za-z0-9_-]{43}")


def new_token() -> str:
    """Make a token."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def is_token(text: str) -> bool:
    """Whether the text can be a token at all.

    >>> is_token("opum_" + "a" * 43), is_token("opum_a"), is_token("Bearer x")
    (True, False, False)
    """
    return _SHAPE.fullmatch(text) is not None


def hash_of(token: str) -> str:
    """Return what is stored of a token. It is random enough to need neither salt nor slowness."""
    return sha256(token.encode()).hexdigest()


def last_end(today: date) -> date:
    """Return the last day a token made today can have: the same day of the next year.

    >>> last_end(date(2026, 11, 23)), last_end(date(2028, 2, 29))
    (datetime.date(2027, 11, 23), datetime.date(2029, 2, 28))
    """
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if leap_day else today.day)


def check_end(ends_on: date, today: date) -> None:
    """Refuse a last day that has passed or lies more than a year ahead."""
    if not today <= ends_on <= last_end(today):
        wrong = _("Choose a day from today on, within a year.")
        raise Invalid(wrong, fields={"ends_on": [wrong]})


def check_purpose(purpose: str) -> None:
    """Refuse a purpose that says nothing."""
    if len(purpose) < LEAST_PURPOSE:
        wrong = _("At least %(least)s letters.", least=LEAST_PURPOSE)
        raise Invalid(wrong, fields={"purpose": [wrong]})


def state_of(*, ends_on: date, revoked_at: datetime | None, today: date) -> TokenState:
    """Return how a token stands; its last day still counts."""
    if revoked_at is not None:
        return TokenState.REVOKED
    return TokenState.EXPIRED if ends_on < today else TokenState.GOOD


def minute_of(moment: datetime) -> int:
    """Return the minute a moment lies in, counted from 1970.

    >>> from datetime import UTC
    >>> minute_of(datetime(1970, 1, 1, 1, 0, 59, tzinfo=UTC))
    60
    """
    return int(moment.timestamp()) // 60
