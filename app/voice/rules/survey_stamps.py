"""Stamp of a public form: made when the form is shown, so that it needs no cookie and no session.

It says when the form was shown and carries a number used once; both are signed together with the key of the link.
A form of another site cannot have one, a program that sends at once is asked to try again, and a double click counts once.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256

FRESH_FROM = timedelta(seconds=2)
"""Nobody reads and answers faster; whoever does is asked to send the form again."""
GOOD_FOR = timedelta(hours=12)
LARGEST_ID = 2**63 - 1
_FIELDS = 3


class StampState(Enum):
    """How a stamp stands."""

    GOOD = "good"
    FORGED = "forged"
    TOO_EARLY = "too_early"
    TOO_OLD = "too_old"


@dataclass(frozen=True)
class Stamp:
    """A stamp that was read: its state, and the id that marks it as used (0 for a forged one)."""

    state: StampState
    id: int = 0


def new_stamp(secret: bytes, key: str, now: datetime) -> str:
    """Make the stamp of a form that is being shown."""
    return _signed(secret, key, f"{int(now.timestamp()):x}", secrets.token_hex(12))


def read_stamp(secret: bytes, key: str, text: str, now: datetime) -> Stamp:
    """Say how a stamp stands that came back with a form."""
    parts = text.split(".")
    if len(parts) != _FIELDS or not hmac.compare_digest(_signed(secret, key, *parts[:2]).encode(), text.encode()):
        return Stamp(StampState.FORGED)
    age = now - datetime.fromtimestamp(int(parts[0], 16), tz=now.tzinfo)
    number = int.from_bytes(hmac.digest(secret, f"used:{parts[1]}".encode(), sha256)[:8], "big") % LARGEST_ID + 1
    if age > GOOD_FOR:
        return Stamp(StampState.TOO_OLD, number)
    return Stamp(StampState.TOO_EARLY if age < FRESH_FROM else StampState.GOOD, number)


def _signed(secret: bytes, key: str, at: str, nonce: str) -> str:
    mark = hmac.new(secret, f"stamp:{key}:{at}:{nonce}".encode(), sha256).hexdigest()[:32]
    return f"{at}.{nonce}.{mark}"
