"""Bars: alone, put together, side by side, and centred as a funnel."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from textwrap import wrap

from app.core.charts.frame import (
    AXES,
    PALETTE,
    PATTERN_COLOUR,
    PATTERNS,
    Number,
    Trace,
    Values,
    figure,
    in_rows,
    plain,
    sideways_axes,
    trace_of,
    upright,
    whole_steps,
    written,
)
from app.core.charts.outliers import cut_of

FEW_BARS = 3
NAME, NOTED_ROW = 16, 52
"""Letters of a line of a name, and the height of a row, where a note stands below the name."""

SIDE_BY_SIDE = 23
"""Height of a bar that stands beside another of its label: fifteen labels of two bars fit on a sheet of paper."""

BEYOND = Decimal("1.15")
"""Room for the number of a bar that is cut off, in parts of the axis."""


def bar_chart(title: str, labels: Sequence[str], values: Values, *, sideways: bool = False) -> str:
    """One bar for each label, in the given order; sideways the first label stands on top.

    A value far beyond the others is cut off with its number beside it (`outliers.cut_sentence` says so in words).
    """
    cut = cut_of(values)
    trace = trace_of(
        "bar",
        **in_rows(labels, cut.drawn(values), sideways=sideways),
        orientation="h" if sideways else "v",
        text=[f"≫ {written(value)}" if place in cut.places else written(value) for place, value in enumerate(values)],
        textposition="outside",
        cliponaxis=False,
        marker={"color": PALETTE[0]},
        width=None if sideways else _bar_width(len(labels)),
        hovertemplate="%{label}: %{text}<extra></extra>",
    )
    layout = sideways_axes(len(labels)) if sideways else upright()
    numbers = layout["xaxis" if sideways else "yaxis"]
    numbers |= whole_steps(values)
    if cut.limit is not None:
        lowest = min(Decimal(value) for value in values if value is not None)
        numbers["range"] = [plain(min(lowest, Decimal(0)) * BEYOND), plain(cut.limit * BEYOND)]
    return figure(title, [trace], showlegend=False, **layout)


def stacked_bars(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Values],
    *,
    sideways: bool = False,
    colours: Sequence[str] = PALETTE,
) -> str:
    """Bars put together from the parts of each series; a part of 0, or too narrow for its number, has none written."""
    traces = _series(labels, series, sideways=sideways, position="inside", zeros=False, colours=colours)
    layout = sideways_axes(len(labels), legend=True) if sideways else upright()
    layout["xaxis" if sideways else "yaxis"] |= whole_steps(_sums(labels, series))
    return figure(title, traces, barmode="stack", uniformtext={"minsize": 10, "mode": "hide"}, **layout)


def grouped_bars(title: str, labels: Sequence[str], series: Mapping[str, Values], *, sideways: bool = False) -> str:
    """A bar of each series side by side for each label, the first series on top; None leaves its place empty."""
    traces = _series(labels, series, sideways=sideways, position="outside", zeros=True)
    rows = len(labels) * len(series)
    layout = sideways_axes(rows, legend=True, row=SIDE_BY_SIDE) | {"bargap": 0.3} if sideways else upright()
    layout["xaxis" if sideways else "yaxis"] |= whole_steps([value for values in series.values() for value in values])
    return figure(title, traces, barmode="group", **layout)


def funnel_chart(title: str, labels: Sequence[str], values: Sequence[Number], notes: Sequence[str] = ()) -> str:
    """Centred bars from the first step to the last: what is left at each, with a note below its name if given."""
    trace = trace_of(
        "bar",
        x=[plain(value) for value in values],
        y=list(labels),
        base=[plain(-Decimal(value) / 2) for value in values],
        orientation="h",
        text=[written(value) for value in values],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        marker={"color": PALETTE[0]},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    layout = sideways_axes(len(labels))
    layout["xaxis"] = {"visible": False}
    if notes:
        names = ["<br>".join([*wrap(label, NAME), note]) for label, note in zip(labels, notes, strict=True)]
        layout["yaxis"] |= {"tickvals": list(labels), "ticktext": names}
        layout["height"] = AXES + NOTED_ROW * len(labels)
    return figure(title, [trace], showlegend=False, **layout)


def _series(
    labels: Sequence[str],
    series: Mapping[str, Values],
    *,
    sideways: bool,
    position: str,
    zeros: bool,
    colours: Sequence[str] = PALETTE,
) -> Sequence[Trace]:
    """A pattern over the colour tells the series apart without colour."""
    traces = []
    for (name, values), colour, pattern in zip(series.items(), cycle(colours), cycle(PATTERNS), strict=False):
        over = {"shape": pattern, "fillmode": "overlay", "fgcolor": PATTERN_COLOUR, "solidity": 0.25, "size": 10}
        trace = trace_of(
            "bar",
            **in_rows(labels, values, sideways=sideways),
            name=name,
            orientation="h" if sideways else "v",
            text=[written(value) if value or zeros else "" for value in values],
            textposition=position,
            textangle=0,
            cliponaxis=False,
            marker={"color": colour, "pattern": over},
            customdata=[written(value) for value in values],
            hovertemplate="%{fullData.name}, %{label}: %{customdata}<extra></extra>",
        )
        traces.append(trace)
    return traces


def _sums(labels: Sequence[str], series: Mapping[str, Values]) -> Values:
    return [sum((values[place] or 0 for values in series.values()), 0) for place in range(len(labels))]


def _bar_width(count: int) -> float | None:
    """One or two bars do not become blocks."""
    return 0.25 * count if count < FEW_BARS else None
