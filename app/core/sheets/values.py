"""From what stands in a cell to what the column holds."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets.columns import Kind, Value
from app.core.sheets.moments import moment_from
from app.core.sheets.text import clean_text, unguard_text

RawCell = int | float | str | bool | time | date | datetime | timedelta

_EXACT_INTEGER = 2**53
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})\s*(?:[-./년]\s*)(\d{1,2})\s*(?:[-./월]\s*)(\d{1,2})\s*[.일]?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MAX_DIGITS = 40


def convert(raw: RawCell, kind: Kind) -> Value:
    """Return the value of a cell, None if it is empty. Raises `Refused` when it does not fit the column."""
    if isinstance(raw, str):
        raw = unguard_text(clean_text(unicodedata.normalize("NFC", raw)).strip())
        if not raw:
            return None
    return _CONVERTERS[kind](raw)


def exact(number: float) -> Decimal:
    """Return the number as the sheet shows it: 15 significant digits, the most Excel keeps."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < _EXACT_INTEGER):
        return Decimal(int(number))
    return Decimal(format(number, ".15g"))


def _to_text(raw: RawCell) -> Value:
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, int | float):
        return _plain(exact(raw))
    if isinstance(raw, datetime) and raw.time() == time.min:
        return raw.date().isoformat()
    return raw.isoformat(sep=" ") if isinstance(raw, datetime) else str(raw)


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _to_number(raw: RawCell) -> Value:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw):
        return exact(raw)
    if isinstance(raw, str):
        text = unicodedata.normalize("NFKC", raw).replace("\u2212", "-").strip()
        if _NUMBER.fullmatch(text) and len(text) <= _MAX_DIGITS:
            return Decimal(text.replace(",", ""))
    raise Refused(_("This must be a number, not “%(value)s”.", value=_shown(raw)))


def _to_date(raw: RawCell) -> Value:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else ""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        text = _plain(exact(raw))
    found = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Refused(_("This must be a date such as 2026-07-03, not “%(value)s”.", value=_shown(raw)))


def _to_moment(raw: RawCell) -> Value:
    if not isinstance(raw, bool | time | timedelta):
        found = moment_from(raw)
        if found is not None:
            return found
    raise Refused(_("This must be a day with its time such as 2026-07-03 14:30, not “%(value)s”.", value=_shown(raw)))


def _shown(raw: RawCell) -> str:
    text = str(_to_text(raw))
    return text if len(text) <= _MAX_DIGITS else f"{text[:_MAX_DIGITS]}…"


_CONVERTERS: dict[Kind, Callable[[RawCell], Value]] = {
    Kind.TEXT: _to_text,
    Kind.NUMBER: _to_number,
    Kind.POINTS: _to_number,
    Kind.DATE: _to_date,
    Kind.MOMENT: _to_moment,
}
