"""Maps: boxes in rows with arrows between them."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from app.core.charts.frame import AXES, PALETTE, SCALE, figure, trace_of

MAP_ROW = 120
MAP_ASIDE, MAP_LOWER = 0.15, 0.13
"""Parts of a place by which rows stand aside and boxes of a row lower, so that no arrow runs through a third box."""

MAP_WIDE, MAP_HIGH = 58, 30
"""How far before the middle of a box an arrow ends: beside it, and above or below it."""

MAP_LINE = 8
"""Letters of a line in a box of a map: four boxes stand side by side on a phone."""


def map_chart(
    title: str, rows: Sequence[str], boxes: Sequence[tuple[int, str]], links: Sequence[tuple[int, int]]
) -> str:
    """Boxes in rows, the first row on top, with an arrow for each link.

    `boxes` are (number of the row, text) in their order; `links` are (from, to) by their places in `boxes`.
    """
    counts = [sum(row == number for row, _text in boxes) for number in range(len(rows))]
    taken = [0] * len(rows)
    places = []
    for row, _text in boxes:
        aside = MAP_ASIDE if row % 2 else -MAP_ASIDE
        lower = MAP_LOWER if taken[row] % 2 else -MAP_LOWER
        places.append(((taken[row] + 0.5 + aside) / counts[row], -row - lower))
        taken[row] += 1
    arrows = [_arrow(places[start], places[end]) for start, end in links]
    drawn = [_box(text, place) for (_row, text), place in zip(boxes, places, strict=True)]
    names = [
        {
            "x": 0,
            "y": 0.42 - number,
            "text": name,
            "showarrow": False,
            "xanchor": "left",
            "bgcolor": "rgba(255, 255, 255, 0.85)",
            "font": {"size": 12},
        }
        for number, name in enumerate(rows)
    ]
    trace = trace_of(
        "scatter",
        x=[x for x, _y in places],
        y=[y for _x, y in places],
        mode="markers",
        marker={"size": 1, "opacity": 0},
        hoverinfo="skip",
    )
    layout = {
        "annotations": [*arrows, *names, *drawn],
        "xaxis": {"visible": False, "range": [0, 1]},
        "yaxis": {"visible": False, "range": [0.5 - len(rows), 0.5]},
        "height": MAP_ROW * len(rows) + AXES,
        "margin": {"t": 8, "r": 8, "b": 8, "l": 8},
    }
    return figure(title, [trace], showlegend=False, **layout)


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> dict[str, Any]:
    """An arrow of a map; it ends before the box it points at."""
    ends = {"x": end[0], "y": end[1], "ax": start[0], "ay": start[1], "axref": "x", "ayref": "y"}
    look = {"arrowhead": 2, "arrowsize": 1.2, "arrowwidth": 1.5, "arrowcolor": PALETTE[5]}
    beside = abs(start[1] - end[1]) < 2 * MAP_LOWER + MAP_ASIDE
    return {**ends, **look, "text": "", "showarrow": True, "standoff": MAP_WIDE if beside else MAP_HIGH}


def _box(text: str, place: tuple[float, float]) -> dict[str, Any]:
    lines = wrap(text, MAP_LINE)
    return {
        "x": place[0],
        "y": place[1],
        "text": "<br>".join(lines),
        "showarrow": False,
        "bgcolor": SCALE[0][1],
        "bordercolor": PALETTE[0],
        "borderpad": 4,
        "font": {"size": 12},
    }
