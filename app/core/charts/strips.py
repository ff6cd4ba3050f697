"""Strips: every value of a group as a mark in its row, with the middle one drawn out."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from statistics import median
from textwrap import wrap

from app.core.charts.frame import AXES, INK, PALETTE, SYMBOLS, Number, Trace, figure, plain, trace_of, written
from app.core.charts.outliers import cut_of

STRIP = 64
LINE = 10
ASIDE = (0.0, 0.16, -0.16, 0.08, -0.08, 0.24, -0.24)
"""How far marks of a row stand off its middle in turn, so that equal values do not hide one another."""


def strip_chart(title: str, groups: Mapping[str, Sequence[tuple[str, Number]]]) -> str:
    """A row for each group with a mark for each (name, value), the first group on top, and a bar at its median.

    Of an even number the median lies between the two in the middle. A group without values keeps its empty row.
    """
    cut = cut_of([value for rows in groups.values() for _name, value in rows])
    traces: list[Trace] = []
    looks = zip(groups.items(), cycle(PALETTE), cycle(SYMBOLS), strict=False)
    for place, ((group, rows), colour, symbol) in enumerate(looks):
        inside = sorted(rows, key=lambda row: (row[1], row[0]))
        numbers = [value for _name, value in inside]
        traces.append(
            trace_of(
                "scatter",
                x=[plain(value) for value in cut.drawn(numbers)],
                y=[place + ASIDE[n % len(ASIDE)] for n in range(len(inside))],
                name=group,
                mode="markers",
                marker={"symbol": symbol, "size": 10, "color": colour, "opacity": 0.8},
                text=[f"{name} {written(value)}" for name, value in inside],
                hovertemplate="%{fullData.name}, %{text}<extra></extra>",
            )
        )
        if numbers:
            traces.append(_middle(place, median([Decimal(value) for value in numbers])))
    names = list(groups)
    down = {
        "tickvals": list(range(len(names))),
        "ticktext": ["<br>".join(wrap(name, LINE)) for name in names],
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "zeroline": False,
    }
    height = AXES + STRIP * max(len(names), 1)
    return figure(title, traces, showlegend=False, xaxis={"showgrid": True}, yaxis=down, height=height)


def _middle(place: int, value: Decimal) -> Trace:
    return trace_of(
        "scatter",
        x=[plain(value)],
        y=[place],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 34, "color": INK, "line": {"width": 3, "color": INK}},
        text=[written(value)],
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
    )
