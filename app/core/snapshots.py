"""Canonical JSON and its fingerprint: the same content always gives the same bytes.

Keys sorted by code point, no whitespace, UTF-8, text in NFC, Decimals as plain strings without trailing
zeros (95.0 and 95.00 are one content), dates ISO, times in UTC. A float is refused: it is not a figure.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from unicodedata import normalize

from app.core.figures import bare

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


def canonical_json(content: object) -> bytes:
    """Write content (mappings, lists, tuples, dataclasses, text, Decimal, int, dates, enums, None) canonically.

    Raises TypeError for anything else, ValueError for a naive time, NaN or two keys that become one.
    """
    text = json.dumps(to_plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def fingerprint(content: object) -> str:
    """Return the SHA-256 of the canonical JSON as 64 hexadecimal digits."""
    return sha256(canonical_json(content)).hexdigest()


def to_plain(value: object) -> Plain:
    """Turn a value into what JSON knows; idempotent."""
    if isinstance(value, Mapping):
        return _mapping(value)
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    return _scalar(value)


def _scalar(value: object) -> Plain:
    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, str):
        return normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _mapping(value: Mapping[object, object]) -> dict[str, Plain]:
    keyed = {_key(key): to_plain(item) for key, item in value.items()}
    if len(keyed) < len(value):
        raise ValueError("two keys become one")
    return keyed


def _key(key: object) -> str:
    plain = _scalar(key)
    if isinstance(plain, bool) or not isinstance(plain, str | int):
        raise TypeError(type(key).__name__)
    return str(plain)


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError("not a finite number")
    return bare(value)


def _time(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without its zone")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
