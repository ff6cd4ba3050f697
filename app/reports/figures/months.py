"""Months as figures write them."""

from collections.abc import Iterable, Sequence

from app.core import clock
from app.core.messages import Message, _

NAMES: Sequence[Message] = (
    _("Jan."),
    _("Feb."),
    _("Mar."),
    _("Apr."),
    _("May"),
    _("June"),
    _("July"),
    _("Aug."),
    _("Sept."),
    _("Oct."),
    _("Nov."),
    _("Dec."),
)


def months_so_far(year: int) -> Sequence[int]:
    """Return the months of a year up to today, January first."""
    today = clock.today()
    return range(1, today.month + 1) if year == today.year else range(1, 13)


def month_names(months: Iterable[int]) -> list[str]:
    """Return the names of months in the reader's language."""
    return [str(NAMES[month - 1]) for month in months]
