"""Radars: the bundle has no polar axes, so the rings, spokes and lines are reckoned here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from math import cos, pi, sin
from textwrap import wrap
from typing import Any

from app.core.charts.frame import DASHES, PALETTE, QUIET, SYMBOLS, Number, Trace, Values, figure, trace_of, written

RINGS = 4
REACH = 1.12
"""How far out the names of the axes stand, in radii."""

EDGE, ASIDE = 1.3, 2.0
"""Where the drawing ends above and below, and at the sides, where the names need room."""

SMALL = 11
BESIDE = "\u2007"
"""A blank before the number of a ring, so that the sign of a line does not cover it."""

HIGH = 380
LINE = 5
FEWEST_AXES = 3


def radar_chart(
    title: str, axes: Sequence[str], series: Mapping[str, Values], *, most: Number = 100, unit: str = ""
) -> str:
    """A closed line for each series over the axes, the first axis on top, clockwise; from 0 to `most`.

    None leaves the line open there. Fewer than three axes have no shape: show bars or the table then (`has_shape`).
    """
    count = len(axes)
    traces = [_ring(count, ring, most) for ring in range(1, RINGS + 1)] + [_spokes(count)]
    marks = zip(series.items(), cycle(PALETTE), cycle(DASHES), cycle(SYMBOLS), strict=False)
    for (name, values), colour, dash, symbol in marks:
        places = [_place(number, count, value, most) for number, value in enumerate(values)]
        closed = [*places, places[0]] if places else []
        texts = [f"{axis} {written(value)}{unit}" for axis, value in zip(axes, values, strict=True)]
        traces.append(
            trace_of(
                "scatter",
                x=[x for x, _y in closed],
                y=[y for _x, y in closed],
                name=name,
                mode="lines+markers",
                connectgaps=False,
                line={"color": colour, "dash": dash, "width": 2},
                marker={"symbol": symbol, "size": 8},
                text=[*texts, *texts[:1]],
                hovertemplate="%{fullData.name}, %{text}<extra></extra>",
            )
        )
    across = {"visible": False, "range": [-ASIDE, ASIDE], "constrain": "domain"}
    down = {"visible": False, "range": [-EDGE, EDGE], "constrain": "domain", "scaleanchor": "x"}
    layout = {
        "annotations": [_name(number, axis, count) for number, axis in enumerate(axes)],
        "height": HIGH,
        "margin": {"t": 8, "r": 8, "b": 8, "l": 8},
    }
    return figure(title, traces, xaxis=across, yaxis=down, **layout)


def has_shape(axes: Sequence[str]) -> bool:
    """Whether a radar of these axes encloses anything."""
    return len(axes) >= FEWEST_AXES


def _place(number: int, count: int, value: Number | None, most: Number) -> tuple[float | None, float | None]:
    if value is None:
        return None, None
    radius = float(max(Decimal(0), min(Decimal(value), Decimal(most))) / Decimal(most)) if most else 0.0
    return _at(number, count, radius)


def _at(number: int, count: int, radius: float) -> tuple[float, float]:
    angle = pi / 2 - 2 * pi * number / count
    return round(radius * cos(angle), 4), round(radius * sin(angle), 4)


def _ring(count: int, ring: int, most: Number) -> Trace:
    corners = [_at(number % count, count, ring / RINGS) for number in range(count + 1)] if count else []
    mark = written(Decimal(most) * ring / RINGS)
    return trace_of(
        "scatter",
        x=[x for x, _y in corners],
        y=[y for _x, y in corners],
        mode="lines+text",
        line={"color": QUIET, "width": 1 if ring < RINGS else 2},
        text=[BESIDE + mark, *[""] * count],
        textposition="bottom right",
        textfont={"size": SMALL},
        hoverinfo="skip",
        showlegend=False,
    )


def _spokes(count: int) -> Trace:
    """One line through all: from the middle out and back, axis after axis."""
    ends = [_at(number, count, 1.0) for number in range(count)]
    return trace_of(
        "scatter",
        x=[x for end in ends for x in (0, end[0], None)],
        y=[y for end in ends for y in (0, end[1], None)],
        mode="lines",
        line={"color": QUIET, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _name(number: int, axis: str, count: int) -> dict[str, Any]:
    x, y = _at(number, count, REACH)
    near = 0.2
    anchor = "center" if abs(x) < near else "left" if x > 0 else "right"
    words = {
        "text": "<br>".join(wrap(axis.replace("(", " ("), LINE)),
        "showarrow": False,
        "xanchor": anchor,
        "font": {"size": 12},
    }
    return {"x": x, "y": y, "yanchor": "bottom" if y > near else "top" if y < -near else "middle", **words}
