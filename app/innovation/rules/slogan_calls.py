"""슬로건 공모: when a department may begin its slogan, and which years can have one."""

from dataclasses import dataclass
from datetime import date

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import SloganState
from app.innovation.rules.common import clean_text, day_text
from app.organization.rules import fiscal_year

YEARS_BACK = 4
"""How many years back a slogan may still be entered, so that an office brings its history along."""


@dataclass(frozen=True, kw_only=True)
class CallDays:
    """The first and the last day of a call; both count."""

    starts_on: date
    ends_on: date


def known_years(today: date) -> range:
    """Return the years that can have slogans now, the latest first: the next one, the present one, and four before."""
    this = fiscal_year(today)
    return range(this + 1, this - YEARS_BACK - 1, -1)


def check_year(year: int, today: date) -> None:
    """Refuse a slogan, call or panel for a year out of reach."""
    years = known_years(today)
    if year not in years:
        raise Refused(
            _(
                "Slogans are kept for %(first)s to %(last)s, not for %(year)s.",
                first=years[-1],
                last=years[0],
                year=year,
            )
        )


def check_call(days: CallDays, *, guidance: str, year: int, today: date) -> None:
    """Refuse a call without guidance, with days out of order, or for a year that is over or too far away."""
    if not clean_text(guidance):
        raise Refused(_("Please write what the departments should know."))
    if days.ends_on < days.starts_on:
        raise Refused(_("The last day lies before the first."))
    check_year(year, today)
    if days.ends_on.year not in {year - 1, year}:
        raise Refused(_("A call for %(year)s ends in that year or the one before.", year=year))


def check_in_days(state: SloganState | None, call: CallDays | None, today: date) -> None:
    """Refuse to begin or to hand in a slogan outside the call of its year.

    `state` is None for a slogan that is not begun. What the head sent back may be handed in again after the last
    day, and a year without a call takes slogans at any time.
    """
    if call is None or state is SloganState.RETURNED:
        return
    if today < call.starts_on:
        raise Refused(_("The call begins on %(day)s.", day=day_text(call.starts_on)))
    if today > call.ends_on:
        raise Refused(
            _("The call ended on %(day)s. Ask the control tower for a later last day.", day=day_text(call.ends_on))
        )
