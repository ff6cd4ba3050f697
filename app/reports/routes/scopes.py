"""What a dashboard is narrowed to, read from the address. A value that is none narrows nothing, and the page says so."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from app.core import clock
from app.core.forms import clean_text
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.values import Value
from app.reports.queries.tower.choices import Choices
from app.reports.queries.tower.scope import STILL_DAYS, Scope

DAYS = (14, 30, 60, 90, 180)
YEARS_BACK = 5
LONGEST = 40


@dataclass(frozen=True)
class ReadScope:
    """The scope, what was wrong in the address, and what stands in it: for links that keep it."""

    scope: Scope
    wrong: Sequence[Message]
    kept: dict[str, str]


def years() -> Sequence[int]:
    """Return the years to choose from, the present one first."""
    this_year = clock.today().year
    return range(this_year, this_year - YEARS_BACK, -1)


def read_scope(offered: Choices) -> ReadScope:
    """Read the filters of a dashboard from the address."""
    wrong: list[Message] = []

    def chosen(name: str, what: Message, known: Collection[int]) -> int | None:
        typed = request.args.get(name, "")
        number = request.args.get(name, type=whole_number)
        if typed and number not in known:
            wrong.append(_("“%(typed)s” is not among the %(what)s; it is left out.", typed=_short(typed), what=what))
            return None
        return number

    value_typed = request.args.get("value", "")
    value = Value(value_typed) if value_typed in set(Value) else None
    if value_typed and value is None:
        wrong.append(
            _("“%(typed)s” is not among the %(what)s; it is left out.", typed=_short(value_typed), what=_("values"))
        )
    year = chosen("year", _("years"), years())
    days = chosen("days", _("numbers of days"), DAYS)
    scope = Scope(
        year=clock.today().year if year is None else year,
        round_id=chosen("round", _("rounds"), {number for number, _name in offered.rounds}),
        bureau_id=chosen("bureau", _("bureaus"), {unit.id for unit in offered.bureaus}),
        group_id=chosen("group", _("peer groups"), {group.id for group in offered.groups}),
        value=value,
        days=STILL_DAYS if days is None else days,
    )
    return ReadScope(scope, wrong, _kept(scope))


def _kept(scope: Scope) -> dict[str, str]:
    found: dict[str, Any] = {
        "year": scope.year if scope.year != clock.today().year else None,
        "round": scope.round_id,
        "bureau": scope.bureau_id,
        "group": scope.group_id,
        "value": scope.value,
        "days": scope.days if scope.days != STILL_DAYS else None,
    }
    return {name: str(value) for name, value in found.items() if value is not None}


def _short(typed: str) -> str:
    return clean_text(typed)[:LONGEST]
