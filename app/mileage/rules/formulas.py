"""적립 산식: how many points an item pays for the figure of a fact. A small safe set; nobody types expressions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from app.core.errors import Refused
from app.core.figures import ZERO, bare, exact, rounded
from app.core.messages import Message, _
from app.mileage.enums import EventCode, ItemFormula
from app.mileage.rules.item_changes import wrong
from app.mileage.rules.shares import is_in_hundredths

PLACES = 2
MOST_BANDS = 20
MOST_FIGURE = Decimal(1_000_000)
_BAND = re.compile(r"\s*([\d.,]+)\s*[:=]\s*([\d.]+)\s*")

EVENT_FIGURES: Mapping[EventCode, Message] = {EventCode.OBSTACLE_REMOVED: _("Days the obstacle was open")}
"""Facts that bring a figure of their own. For the others an automatic item pays fixed points."""


@dataclass(frozen=True)
class Band:
    """구간: a figure from `least` on earns `points`, up to the next band."""

    least: Decimal
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Formula:
    """산식. FIXED pays `points`; PER_UNIT pays them for each unit of the figure; BANDS those of the band it lies in."""

    kind: ItemFormula
    points: Decimal
    figure_name: str | None = None
    bands: Sequence[Band] = ()

    @property
    def needs_figure(self) -> bool:
        """Whether the points follow from a figure."""
        return self.kind is not ItemFormula.FIXED

    def due(self, figure: Decimal | None) -> Decimal:
        """Return the points before any cap, rounded once to 0.01 (half up); 0 below the first band or without a figure."""
        if not self.needs_figure:
            return self.points
        if figure is None or figure <= 0:
            return ZERO
        if self.kind is ItemFormula.BANDS:
            return max((band for band in self.bands if band.least <= figure), key=_least, default=_NOTHING).points
        with exact():
            return rounded(self.points * figure, PLACES)

    def told(self, figure: Decimal | None) -> str | None:
        """Return the derivation with its numbers ("0.5 × 6 = 3"); None for fixed points."""
        if not self.needs_figure or figure is None:
            return None
        due = bare(self.due(figure))
        if self.kind is ItemFormula.PER_UNIT:
            return f"{bare(self.points)} × {bare(figure)} = {due}"
        return f"{bare(figure)} → {due} ({bands_text(self.bands)})"


_NOTHING = Band(ZERO, ZERO)


def _least(band: Band) -> Decimal:
    return band.least


def settled(formula: Formula) -> Formula:
    """Return the formula with what follows from it: the points of a banded item are those of its highest band."""
    if formula.kind is not ItemFormula.BANDS or not formula.bands:
        return formula
    most = max(band.points for band in formula.bands)
    return Formula(kind=formula.kind, points=most, figure_name=formula.figure_name, bands=formula.bands)


def check_formula(formula: Formula, *, cap_case: Decimal | None, event: EventCode | None) -> None:
    """Refuse, beside its field, a formula whose parts do not fit together."""
    if bool(formula.figure_name) != formula.needs_figure:
        raise wrong("figure_name", _("A formula needs the name of its figure; fixed points have none."))
    if bool(formula.bands) != (formula.kind is ItemFormula.BANDS):
        raise wrong("bands", _("Points by bands need bands, and nothing else has them."))
    if formula.needs_figure and event is not None and event not in EVENT_FIGURES:
        raise wrong("formula", _("This fact brings no figure: the item pays fixed points."))
    if formula.kind is ItemFormula.PER_UNIT and cap_case is None:
        raise wrong("cap_case", _("Points for each unit need a cap per case."))
    _check_bands(formula.bands)


def check_figure(figure: Decimal | None) -> None:
    """Refuse a figure that is missing, not above 0, too large, or finer than 0.01."""
    if figure is None:
        raise wrong("figure", _("This item is paid by a figure. Write it."))
    if not figure.is_finite() or not 0 < figure <= MOST_FIGURE or not is_in_hundredths(figure):
        raise wrong("figure", _("A figure lies above 0 and has at most two decimal places."))


def points_of_claim(formula: Formula, points: Decimal, figure: Decimal | None) -> Decimal:
    """Return the points a claim asks for: those written, or those that follow from the figure.

    Raises `Refused` for a figure where the item has none, a figure that earns nothing, and points that contradict it.
    """
    if not formula.needs_figure:
        if figure is not None:
            raise wrong("figure", _("This item pays fixed points; leave the figure empty."))
        return points
    check_figure(figure)
    due = formula.due(figure)
    if due <= 0:
        raise wrong("figure", _("By the bands of this item such a figure earns nothing."))
    if points not in {formula.points, due}:
        raise wrong("points", _("By its formula this item pays %(points)s; leave the points empty.", points=bare(due)))
    return due


def bands_text(bands: Sequence[Band]) -> str:
    """Write bands as people type them: "1: 2; 10: 5"."""
    return "; ".join(f"{bare(band.least)}: {bare(band.points)}" for band in bands)


def parse_bands(text: str | None) -> tuple[Band, ...]:
    """Read "1: 2; 10: 5" (also on lines of their own). Raises `Refused` for what cannot be read."""
    parts = [part for part in re.split(r"[;\n]", text or "") if part.strip()]
    return tuple(_band(part) for part in parts)


def _band(text: str) -> Band:
    found = _BAND.fullmatch(text)
    try:
        if found:
            return Band(Decimal(found[1].replace(",", "")), Decimal(found[2]))
    except InvalidOperation:
        pass
    raise Refused(
        _("Write a band as “from: points”, for example 1: 2; 10: 5. This is none: “%(text)s”.", text=text.strip())
    )


def _check_bands(bands: Sequence[Band]) -> None:
    if len(bands) > MOST_BANDS:
        raise wrong("bands", _("At most %(most)s bands.", most=MOST_BANDS))
    if any(before.least >= after.least for before, after in pairwise(bands)):
        raise wrong("bands", _("Each band begins above the one before."))
    for number in (number for band in bands for number in (band.least, band.points)):
        if not 0 < number <= MOST_FIGURE or not is_in_hundredths(number):
            raise wrong("bands", _("Numbers of bands lie above 0 and have at most two decimal places."))
