"""Passwords: argon2id, at most four at a time, and two presets of rules.

Source: KISA password guidance for `gov` (three kinds of characters, 90 days), NIST SP 800-63B for
`modern` (length and a block list instead of rotation).
"""

from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Refused
from app.core.messages import _

_hasher = PasswordHasher(time_cost=1, memory_cost=47 * 1024, parallelism=1)
_slots = BoundedSemaphore(4)
_DUMMY = _hasher.hash("no account has this password")

BLOCKED = frozenset(
    [
        "1234567890",
        "12345678910",
        "123456789a",
        "password12",
        "password123",
        "qwertyuiop",
        "qwerty12345",
        "1q2w3e4r5t",
        "asdfghjkl1",
        "abcd123456",
        "a123456789",
        "admin12345",
        "seosan1234",
        "opum123456",
        "1111111111",
        "0000000000",
        "iloveyou12",
        "welcome123",
    ]
)


@dataclass(frozen=True)
class PasswordRules:
    """What a password needs. `max_age` None: it does not age."""

    min_length: int
    kinds: int
    max_age: timedelta | None


PRESETS = {
    "modern": PasswordRules(min_length=10, kinds=1, max_age=None),
    "gov": PasswordRules(min_length=9, kinds=3, max_age=timedelta(days=90)),
}


def hash_password(password: str) -> str:
    """Return the argon2id hash."""
    with _slots:
        return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes the same time when there is no account."""
    with _slots:
        try:
            return _hasher.verify(password_hash or _DUMMY, password) and password_hash is not None
        except (VerificationError, InvalidHashError):
            return False


def check_password(password: str, *, rules: PasswordRules, employee_no: str) -> None:
    """Raise `Refused` with the first reason why the password will not do."""
    if len(password) < rules.min_length:
        raise Refused(_("The password needs at least %(n)s characters.", n=rules.min_length))
    if _kinds(password) < rules.kinds:
        raise Refused(_("The password needs three of: small letters, capital letters, digits, other characters."))
    lowered = password.casefold()
    if lowered in BLOCKED or employee_no.casefold() in lowered or len(set(lowered)) < 4:  # noqa: PLR2004  "aaab" is no password
        raise Refused(_("This password is easy to guess. Choose another."))


def _kinds(password: str) -> int:
    """Count small letters, capital letters, digits and the rest, to which Hangul belongs."""
    tests = (str.islower, str.isupper, str.isdigit)
    found = {next((n for n, test in enumerate(tests) if test(character)), len(tests)) for character in password}
    return len(found)
