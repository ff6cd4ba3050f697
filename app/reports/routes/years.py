"""The year in the address of a dashboard. A value that is none is left out, and the page says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from app.core import clock
from app.core.forms import clean_text
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.reports.routes.scopes import LONGEST, years


@dataclass(frozen=True)
class ReadYear:
    """The year, what was wrong in the address, and what stands in it: for links that keep it."""

    year: int
    wrong: Sequence[Message]
    kept: dict[str, str]


def read_year() -> ReadYear:
    """Read the year from the address: one of the last five, the present one where there is none."""
    this_year, typed = clock.today().year, request.args.get("year", "")
    asked = request.args.get("year", type=whole_number)
    if not typed or asked == this_year:
        return ReadYear(this_year, (), {})
    if asked is None or asked not in years():
        return ReadYear(this_year, (left_out(typed, _("years")),), {})
    return ReadYear(asked, (), {"year": str(asked)})


def left_out(typed: str, what: Message) -> Message:
    """Say that something in the address was not understood."""
    return _("“%(typed)s” is not among the %(what)s; it is left out.", typed=clean_text(typed)[:LONGEST], what=what)
