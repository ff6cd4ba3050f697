"""What a program asks for: parameters read strictly, so that a mistyped one never means "everything"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.api.resources.shapes import Filter, Kind, Resource
from app.core import clock
from app.core.messages import Message, _
from app.core.numbers import LARGEST_ID
from app.core.pages import is_cursor

DEFAULT_LIMIT, MOST = 50, 200
EARLIEST, LATEST = 1900, 2200
LONGEST = 100
OWN = ("limit", "cursor")
_WHOLE = re.compile(r"[0-9]{1,10}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d(?:\.\d{1,6})?)([Zz]|[+ -]\d\d:\d\d)")


class Misread(Exception):
    """A parameter that is unknown (400) or has a value it cannot have (422)."""

    def __init__(self, code: int, parameter: str, reason: Message) -> None:
        super().__init__(str(reason))
        self.code = code
        self.parameter = parameter
        self.reason = reason


@dataclass(frozen=True)
class Asked:
    """A page of a list: how many rows at most, from where on, and the values of the filters in use."""

    limit: int
    cursor: str | None
    narrowed: tuple[tuple[Filter, Any], ...]


def read_list(resource: Resource, given: Mapping[str, Sequence[str]]) -> Asked:
    """Read the parameters of a list. Raises `Misread`."""
    filters = {known.name: known for known in resource.filters}
    once = _once(given, {*OWN, *filters})
    limit = _whole("limit", once.get("limit", str(DEFAULT_LIMIT)), 1, MOST)
    cursor = once.get("cursor")
    if cursor is not None and not is_cursor([resource.key], cursor):
        raise Misread(422, "cursor", _("This is not the end of a page. Follow the address under “next”."))
    narrowed = tuple((filters[name], _read(filters[name], text)) for name, text in once.items() if name in filters)
    return Asked(limit, cursor, narrowed)


def read_nothing(given: Mapping[str, Sequence[str]]) -> None:
    """Refuse every parameter."""
    _once(given, set())


def _once(given: Mapping[str, Sequence[str]], known: set[str]) -> dict[str, str]:
    for name, values in given.items():
        if name not in known:
            allowed = ", ".join(sorted(known)) or "–"
            raise Misread(400, name, _("There is no such parameter here. There are: %(names)s", names=allowed))
        if len(values) > 1:
            raise Misread(400, name, _("The parameter stands there twice."))
    return {name: values[0] for name, values in given.items()}


def _read(wanted: Filter, text: str) -> Any:  # noqa: ANN401  the value of a filter
    if wanted.kind is Kind.WHOLE:
        bounds = (EARLIEST, LATEST) if wanted.name == "year" else (0, LARGEST_ID)
        return _whole(wanted.name, text, *bounds)
    if wanted.kind is Kind.MOMENT:
        return _moment(wanted.name, text)
    if wanted.vocabulary is not None:
        found = next((member for member in wanted.vocabulary if member.value == text), None)
        if found is None:
            words = ", ".join(member.value for member in wanted.vocabulary)
            raise Misread(422, wanted.name, _("One of: %(words)s", words=words))
        return found
    if not 0 < len(text) <= LONGEST:
        raise Misread(422, wanted.name, _("1 to %(most)s letters.", most=LONGEST))
    return text


def _whole(name: str, text: str, least: int, most: int) -> int:
    if _WHOLE.fullmatch(text) is None or not least <= int(text) <= most:
        raise Misread(422, name, _("A whole number from %(least)s to %(most)s.", least=least, most=most))
    return int(text)


def _moment(name: str, text: str) -> datetime:
    """Read a day, or a moment with its offset; a plus sign that an address has turned into a space is one again."""
    try:
        if _DAY.fullmatch(text):
            return clock.start_of_day(date.fromisoformat(text))
        found = _MOMENT.fullmatch(text)
        if found is not None:
            day, hour, offset = found.groups()
            moment = datetime.fromisoformat(f"{day}T{hour}{offset.upper().replace(' ', '+')}")
            return clock.to_seoul(moment)
    except (ValueError, OverflowError):
        pass
    example = "2026-11-23T00:00:00+09:00"
    raise Misread(422, name, _("A day or a moment with its offset, for example %(example)s.", example=example))
