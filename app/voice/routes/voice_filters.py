"""Filters of the list of voices live in its address; what cannot be read there does not narrow."""

import re
from calendar import monthrange
from datetime import date
from typing import Any, TypeVar

from flask import request, url_for

from app.core import clock
from app.core.forms import clean_line
from app.core.messages import Labelled
from app.core.numbers import whole_number

Member = TypeVar("Member", bound=Labelled)
UNKEPT = {"cursor", "endpoint"}
MOST_LETTERS = 60
MONTHS = 12
_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


def member(kind: type[Member], name: str) -> Member | None:
    """Return the member of a vocabulary named in the address."""
    text = request.args.get(name, "")
    return kind(text) if text in {item.value for item in kind} else None


def record_id(name: str) -> int | None:
    """Return the id named in the address."""
    return request.args.get(name, type=whole_number)


def is_ticked(name: str) -> bool:
    """Whether a tick is set in the address."""
    return request.args.get(name) == "1"


def words_sought() -> str:
    """Return the words in the address."""
    return clean_line(request.args.get("words"))[:MOST_LETTERS]


def month_days(name: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of the month in the address ("2026-11")."""
    found = _MONTH.fullmatch(request.args.get(name, ""))
    if found is None:
        return None, None
    year, month = int(found[1]), int(found[2])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_to_choose() -> list[str]:
    """Return the months the list offers, the present one first: two years of them."""
    today = clock.today()
    last = today.year * MONTHS + today.month - 1
    return [f"{place // MONTHS}-{place % MONTHS + 1:02d}" for place in range(last, last - 2 * MONTHS, -1)]


def page_url(endpoint: str, cursor: str | None) -> str | None:
    """Return the address of the next page with the same filters, or None at the end."""
    return None if cursor is None else url_for(endpoint, **_kept(), cursor=cursor)


def first_url(endpoint: str) -> str | None:
    """Return the address of the first page with the same filters, or None when this is it."""
    return url_for(endpoint, **_kept()) if "cursor" in request.args else None


def _kept() -> dict[str, Any]:
    return {name: text for name, text in request.args.items() if name.isalpha() and name not in UNKEPT and text}
