"""응답권: what a key and a token of a survey look like, and how the server knows its own without keeping them.

A token is 10 random characters and 6 that a keyed hash makes of them and of the link's key. So a wrong one is refused
without a look into the database, and one that is right but no longer there has been used: nothing has to be kept of
a token that was used, and nothing is.
"""

import hmac
import secrets
from hashlib import sha256

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""No characters that look like others on paper."""
KEY_LENGTH = 10
RANDOM, CHECKED = 10, 6
TOKEN_LENGTH = RANDOM + CHECKED
GROUP = 4
MOST_TOKENS = 2000
"""Tokens made at once."""


def new_key() -> str:
    """Make the public key of a link: 49 bits, because knowing it lets everybody answer who is asked."""
    return _random(KEY_LENGTH)


def new_token(secret: bytes, key: str) -> str:
    """Make a token of the link with that key."""
    return _completed(secret, key, _random(RANDOM))


def token_of_ticket(secret: bytes, key: str, ticket: int) -> str:
    """Return the token that a ticket of the pool stands for: the same each time, and only with the secret."""
    digest = hmac.digest(secret, f"ticket:{key}:{ticket}".encode(), sha256)
    return _completed(secret, key, _letters(digest, RANDOM))


def is_token(secret: bytes, key: str, token: str) -> bool:
    """Whether this office made the token for that link (it may have been used since)."""
    return len(token) == TOKEN_LENGTH and hmac.compare_digest(_completed(secret, key, token[:RANDOM]), token)


def clean_token(typed: str) -> str:
    """Return a token as it is reckoned with: people type dashes, spaces and capitals."""
    kept = "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())
    return kept[: TOKEN_LENGTH + 1]


def written_token(token: str) -> str:
    """Return a token as it is printed: in groups of four."""
    return "-".join(token[at : at + GROUP] for at in range(0, len(token), GROUP))


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return sha256(f"survey token {token}".encode()).hexdigest()


def _completed(secret: bytes, key: str, start: str) -> str:
    return start + _letters(hmac.digest(secret, f"token:{key}:{start}".encode(), sha256), CHECKED)


def _letters(digest: bytes, count: int) -> str:
    number = int.from_bytes(digest, "big")
    letters = []
    for _place in range(count):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def _random(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(count))
