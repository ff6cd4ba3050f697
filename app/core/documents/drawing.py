"""Geometry of charts as fractions between 0 and 1, so that whoever draws only draws. Says in words what it leaves out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.core.documents.content import Chart, LineChart, shown
from app.core.figures import bare
from app.core.messages import _

OUTLIER = 4
"""A value this many times the next one is cut off: the others would be a row of specks."""

MOST_OUTLIERS = 20
"""One value in so many may be cut off (at least one)."""

TICKS = 4
"""Marks of an axis above its lowest, at least."""

MOST_LABELS = 12
MOST_WRITTEN = 24
"""Points whose figures are written beside them; more would lie on one another."""

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Axis:
    """The figures at the ends of an axis. What is above `top` is cut off."""

    bottom: Decimal
    top: Decimal
    step: Decimal

    def place(self, value: Decimal | int) -> float:
        """Return where a value lies, between 0 and 1."""
        share = (Decimal(value) - self.bottom) / (self.top - self.bottom)
        return float(min(max(share, Decimal(0)), Decimal(1)))

    def cuts(self, value: Decimal | int) -> bool:
        """Whether the value lies beyond the axis."""
        return value > self.top or value < self.bottom


def figures(chart: Chart) -> list[Decimal]:
    """Return every figure of a chart."""
    return [Decimal(value) for one in chart.series for value in one.values if value is not None]


def is_drawn(chart: Chart) -> bool:
    """Whether there is something to compare: one point says more as a row of a table."""
    return len(figures(chart)) > 1 and len(chart.labels) > 1


def axis_of(chart: Chart) -> Axis:
    """Return the axis of a chart with two figures or more: from 0 (a line may start higher), round numbers, no outlier."""
    found = sorted(figures(chart), reverse=True)
    highest = found[0]
    for place in range(max(1, len(found) // MOST_OUTLIERS)):
        if len(found) > place + 1 and found[place + 1] > 0 and found[place] >= OUTLIER * found[place + 1]:
            highest = found[place + 1]
    lowest = found[-1]
    if not (isinstance(chart, LineChart) and lowest > 0 and lowest * 2 > highest):
        lowest, highest = min(lowest, Decimal(0)), max(highest, Decimal(0))
    step = _step((highest - lowest) / TICKS)
    bottom, top = _multiple(lowest, step, ROUND_FLOOR), _multiple(highest, step, ROUND_CEILING)
    return Axis(bottom, top if top > bottom else bottom + step, step)


def _step(least: Decimal) -> Decimal:
    if least == 0:
        return Decimal(1)
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * one for one in _STEPS if power * one >= least)


def _multiple(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding=rounding) * step


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """Return the marks of an axis: where, and what is written there."""
    count = int((axis.top - axis.bottom) / axis.step)
    return [(place / count, _figure(axis.bottom + axis.step * place)) for place in range(count + 1)]


def _figure(value: Decimal) -> str:
    settled = value.quantize(Decimal("0.01"))
    return shown(settled.to_integral_value() if settled == settled.to_integral_value() else Decimal(bare(settled)))


def cut_off(chart: Chart) -> str:
    """Say in words which figures lie beyond the axis; nothing where all fit."""
    axis = axis_of(chart)
    beyond = [
        f"{label} {shown(one.values[place])}{chart.unit}"
        for one in chart.series
        for place, label in enumerate(chart.labels)
        if (value := one.values[place]) is not None and axis.cuts(value)
    ]
    if not beyond:
        return ""
    return str(_("Beyond the axis, drawn only up to its end: %(values)s.", values=", ".join(beyond)))


def bars(chart: Chart) -> list[tuple[str, list[tuple[float, float, str, bool]]]]:
    """Return for each label the bar of each series: where it begins and ends, its figure, whether it is cut off."""
    axis = axis_of(chart)
    zero = axis.place(Decimal(0))
    found = []
    for place, label in enumerate(chart.labels):
        row = []
        for one in chart.series:
            value = one.values[place]
            if value is None:
                row.append((zero, zero, shown(None), False))
                continue
            end = axis.place(value)
            row.append((min(zero, end), max(zero, end), f"{shown(value)}{chart.unit}", axis.cuts(value)))
        found.append((label, row))
    return found


def points(chart: Chart) -> list[list[tuple[float, float, str] | None]]:
    """Return for each series its points from left to right, with their figures where there is room for them."""
    axis = axis_of(chart)
    written = len(chart.series) == 1 and len(chart.labels) <= MOST_WRITTEN // 2
    return [
        [
            None
            if value is None
            else (_across(chart, place), axis.place(value), shown(value) if written or axis.cuts(value) else "")
            for place, value in enumerate(one.values)
        ]
        for one in chart.series
    ]


def labels_below(chart: Chart) -> list[tuple[float, str]]:
    """Return the labels under a line chart: all of them, or evenly chosen ones."""
    every = -(-len(chart.labels) // MOST_LABELS)
    return [(_across(chart, place), label) for place, label in enumerate(chart.labels) if place % every == 0]


def _across(chart: Chart, place: int) -> float:
    return place / max(len(chart.labels) - 1, 1)


def names(chart: Chart) -> Sequence[str]:
    """Return the names of the series."""
    return [one.name for one in chart.series]
