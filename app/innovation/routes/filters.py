"""Filters of a list live in its address; what cannot be read there does not narrow."""

from typing import Any, TypeVar

from flask import request, url_for

from app.core import clock
from app.core.messages import Labelled
from app.core.numbers import whole_number

Member = TypeVar("Member", bound=Labelled)

UNKEPT = {"cursor", "endpoint"}
"""Parts of the address that are not filters, or that `url_for` takes for itself."""


def member(kind: type[Member], name: str) -> Member | None:
    """Return the member of a vocabulary named in the address."""
    text = request.args.get(name, "")
    return kind(text) if text in {item.value for item in kind} else None


def record_id(name: str) -> int | None:
    """Return the id named in the address."""
    return request.args.get(name, type=whole_number)


MOST_DAYS = 3650


def days_of_standing(name: str) -> int | None:
    """Return the number of days named in the address, ten years at most."""
    days = request.args.get(name, type=whole_number)
    return days if days is not None and 0 <= days <= MOST_DAYS else None


FIRST_YEAR, LAST_YEAR = 2000, 2999


def year_named(name: str) -> int | None:
    """Return the year named in the address."""
    year = request.args.get(name, type=whole_number)
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else None


def years_to_choose(chosen: int | None) -> list[int]:
    """Return the years a list offers, the present one first: the last five, and the one in the address."""
    this_year = clock.today().year
    return sorted({*range(this_year - 4, this_year + 1), *([chosen] if chosen else [])}, reverse=True)


def is_ticked(name: str) -> bool:
    """Whether a tick is set in the address."""
    return request.args.get(name) == "1"


def page_url(endpoint: str, cursor: str | None) -> str | None:
    """Return the address of the next page with the same filters, or None at the end."""
    if cursor is None:
        return None
    return url_for(endpoint, **_kept(), cursor=cursor)


def first_url(endpoint: str) -> str | None:
    """Return the address of the first page with the same filters, or None when this is it."""
    if "cursor" not in request.args:
        return None
    return url_for(endpoint, **_kept())


def _kept() -> dict[str, Any]:
    return {name: text for name, text in request.args.items() if name.isalpha() and name not in UNKEPT and text}
