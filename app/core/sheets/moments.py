"""Days with their time, as people and programs write them: without a zone they are meant in Seoul."""

import re
import unicodedata
from datetime import datetime, timedelta

from app.core.clock import SEOUL

_WHEN = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?[\sT,]*"
    r"(?:\([월화수목금토일]\)\s*)?(오전|오후|[AaPp][Mm])?\s*(\d{1,2})\s*(?:시|:)\s*(?:(\d{1,2})\s*분?(?::?\s*(\d{1,2})(?:\.\d+)?\s*초?)?)?"
    r"\s*([AaPp][Mm])?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[ T]?(\d{2})(\d{2})(\d{2})?")
_SERIAL = re.compile(r"\d{5}\.\d+")
_ISO = len("2026-03-02 14:30")
_EPOCH = datetime(1899, 12, 30, tzinfo=SEOUL)
_SERIALS = (20_000, 80_000)
"""Serial days of 1954 and 2119: nothing outside is meant as a day."""
_AFTERNOON = {"오후", "PM"}
_HALF = 12
_SECOND = timedelta(seconds=1)


def moment_from(raw: object) -> datetime | None:
    """Return the moment a cell holds (aware), or None where it has no day or no time of day."""
    if isinstance(raw, datetime):
        return _to_second(raw if raw.tzinfo else raw.replace(tzinfo=SEOUL))
    if isinstance(raw, int | float):
        return _of_serial(float(raw))
    if not isinstance(raw, str):
        return None
    text = unicodedata.normalize("NFKC", raw).strip()
    return _of_serial(float(text)) if _SERIAL.fullmatch(text) else _of_iso(text) or _of_text(text)


def _of_iso(text: str) -> datetime | None:
    """Read what programs write most, in a fraction of the time."""
    if len(text) != _ISO or text[4] != "-" or text[7] != "-":
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SEOUL)
    except ValueError:
        return None


def _to_second(moment: datetime) -> datetime:
    """Return the nearest second: serial days hold 14:30 as 14:29:59.9999."""
    if not moment.microsecond:
        return moment
    return (moment + _SECOND / 2).replace(microsecond=0)


def _of_serial(days: float) -> datetime | None:
    """Return the moment of a serial day, to the nearest minute: four decimals of a day are nine seconds."""
    if not _SERIALS[0] <= days <= _SERIALS[1] or days == int(days):
        return None
    return _EPOCH + timedelta(minutes=round(days * 24 * 60))


def _of_text(text: str) -> datetime | None:
    compact = _COMPACT.fullmatch(text)
    try:
        if compact:
            return datetime(*(int(part or 0) for part in compact.groups()), tzinfo=SEOUL)  # type: ignore[misc,arg-type]
        found = _WHEN.fullmatch(text)
        return None if found is None else _of_parts(*found.groups())
    except ValueError:
        return None


def _of_parts(*parts: str | None) -> datetime:
    year, month, day, before, hour, minute, second, behind, zone = parts
    clock = _hour(int(hour or 0), (before or behind or "").upper())
    plain = datetime(int(year or 0), int(month or 0), int(day or 0), clock, int(minute or 0), int(second or 0))  # noqa: DTZ001
    return datetime.fromisoformat(f"{plain.isoformat()}{zone}") if zone else plain.replace(tzinfo=SEOUL)


def _hour(hour: int, half: str) -> int:
    """Return the hour of 24: 오후 2 is 14, 오전 12 is 0. `ValueError` for 오전 13."""
    if not half:
        return hour
    if half in _AFTERNOON:
        return hour + _HALF if hour < _HALF else hour
    if hour > _HALF:
        raise ValueError(hour)
    return hour % _HALF
