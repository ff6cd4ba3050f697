"""Figures for `static/js/charts.js`: Plotly JSON, the same text for the same numbers.

Every page that shows one shows the same numbers as a table beside it. The vendored bundle draws bars, lines and
scatter only, so the heat map is made of square markers and the funnel of centred bars. Missing is None: a gap.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import cycle
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

FONT = "Pretendard GOV"
PALETTE = ("#0b50d0", "#9e6a00", "#267337", "#ab2b36", "#6b96c7", "#39506c")
"""The KRDS tokens `charts.js` uses too, for documents that are drawn outside the page."""

SCALE = ((0, "#ecf2fe"), (0.5, "#4c87f6"), (1, "#052561"))
PATTERNS = ("", "/", ".", "x", "-", "+")
PATTERN_COLOUR = "rgba(255, 255, 255, 0.45)"
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
AXES = 60
LEGEND = 40
ROW_HEIGHT = 34
FEW = 8
"""Rows of a heat map that fit into the page's chart; more make it higher."""

MAP_ROW = 120
MAP_ASIDE, MAP_LOWER = 0.15, 0.13
"""Parts of a place by which rows stand aside and boxes of a row lower, so that no arrow runs through a third box."""

MAP_WIDE, MAP_HIGH = 58, 30
"""How far before the middle of a box an arrow ends: beside it, and above or below it."""

MAP_LINE = 8
"""Letters of a line in a box of a map: four boxes stand side by side on a phone."""

FEW_BARS = 3
FEW_STEPS = 10
MARKER = 30
DARK_FROM = Decimal("0.45")
"""Share of the greatest value from which on the numbers in a heat map are white."""

Number = Decimal | int
Values = Sequence[Number | None]


def bar_chart(title: str, labels: Sequence[str], values: Values, *, sideways: bool = False) -> str:
    """One bar for each label, in the given order; sideways the first label stands on top."""
    numbers = [_plain(value) for value in values]
    places = {"x": numbers, "y": list(labels)} if sideways else {"x": list(labels), "y": numbers}
    trace = go.Bar(
        **places,
        orientation="h" if sideways else "v",
        text=[_written(value) for value in values],
        textposition="outside",
        cliponaxis=False,
        marker={"color": PALETTE[0]},
        width=None if sideways else _bar_width(len(labels)),
        hovertemplate="%{label}: %{text}<extra></extra>",
    )
    layout = _sideways(len(labels)) if sideways else _upright()
    layout["xaxis" if sideways else "yaxis"] |= _whole_steps(values)
    return _figure(title, [trace], showlegend=False, **layout)


def stacked_bars(title: str, labels: Sequence[str], series: Mapping[str, Values], *, sideways: bool = False) -> str:
    """Bars put together from the parts of each series; a part of 0 is not written into the bar."""
    traces = _series(labels, series, sideways=sideways, position="inside", zeros=False)
    return _figure(title, traces, barmode="stack", **(_sideways(len(labels), legend=True) if sideways else _upright()))


def grouped_bars(title: str, labels: Sequence[str], series: Mapping[str, Values], *, sideways: bool = False) -> str:
    """A bar of each series side by side for each label, the first series on top; None leaves its place empty."""
    traces = _series(labels, series, sideways=sideways, position="outside", zeros=True)
    layout = _sideways(len(labels) * len(series), legend=True) | {"bargap": 0.3} if sideways else _upright()
    return _figure(title, traces, barmode="group", **layout)


def _series(
    labels: Sequence[str], series: Mapping[str, Values], *, sideways: bool, position: str, zeros: bool
) -> Sequence[go.Bar]:
    """A pattern over the colour tells the series apart without colour."""
    traces = []
    for (name, values), colour, pattern in zip(series.items(), cycle(PALETTE), cycle(PATTERNS), strict=False):
        numbers = [_plain(value) for value in values]
        places = {"x": numbers, "y": list(labels)} if sideways else {"x": list(labels), "y": numbers}
        over = {"shape": pattern, "fillmode": "overlay", "fgcolor": PATTERN_COLOUR, "solidity": 0.25, "size": 10}
        trace = go.Bar(
            **places,
            name=name,
            orientation="h" if sideways else "v",
            text=[_written(value) if value or zeros else "" for value in values],
            textposition=position,
            textangle=0,
            cliponaxis=False,
            marker={"color": colour, "pattern": over},
            customdata=[_written(value) for value in values],
            hovertemplate="%{fullData.name}, %{label}: %{customdata}<extra></extra>",
        )
        traces.append(trace)
    return traces


def line_chart(title: str, labels: Sequence[str], series: Mapping[str, Values]) -> str:
    """A line for each series over the same labels; None leaves a gap in it."""
    marks = zip(series.items(), cycle(PALETTE), cycle(DASHES), cycle(SYMBOLS), strict=False)
    traces = [
        go.Scatter(
            x=list(labels),
            y=[_plain(value) for value in values],
            name=name,
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 8},
            text=[_written(value) for value in values],
            hovertemplate="%{fullData.name}, %{x}: %{text}<extra></extra>",
        )
        for (name, values), colour, dash, symbol in marks
    ]
    return _figure(title, traces, **_upright())


def heat_map(title: str, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Values]) -> str:
    """A square for each row and column with its number in it; `cells` has a sequence for each row."""
    points = [
        (column, row, value)
        for row, values in zip(rows, cells, strict=True)
        for column, value in zip(columns, values, strict=True)
        if value is not None
    ]
    greatest = max((Decimal(value) for _column, _row, value in points), default=Decimal(0))
    trace = go.Scatter(
        x=[column for column, _row, _value in points],
        y=[row for _column, row, _value in points],
        mode="markers+text",
        text=[_written(value) for _column, _row, value in points],
        textfont={"color": ["#ffffff" if value > greatest * DARK_FROM else "#1e2124" for *_place, value in points]},
        marker={
            "symbol": "square",
            "size": MARKER,
            "color": [_plain(value) for *_place, value in points],
            "cmin": 0,
            "cmax": _plain(greatest) or 1,
            "colorscale": [list(step) for step in SCALE],
        },
        hovertemplate="%{y}, %{x}: %{text}<extra></extra>",
    )
    across = {"type": "category", "categoryarray": list(columns), "side": "top", "showgrid": False}
    down = {"type": "category", "categoryarray": list(rows), "autorange": "reversed", "showgrid": False}
    return _figure(title, [trace], showlegend=False, xaxis=across, yaxis=down, **_height(len(rows) + 1))


def funnel_chart(title: str, labels: Sequence[str], values: Sequence[Number]) -> str:
    """Centred bars from the first step to the last: what is left at each."""
    trace = go.Bar(
        x=[_plain(value) for value in values],
        y=list(labels),
        base=[_plain(-Decimal(value) / 2) for value in values],
        orientation="h",
        text=[_written(value) for value in values],
        textposition="inside",
        insidetextanchor="middle",
        marker={"color": PALETTE[0]},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    layout = _sideways(len(labels))
    layout["xaxis"] = {"visible": False}
    return _figure(title, [trace], showlegend=False, **layout)


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
    trace = go.Scatter(
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
    return _figure(title, [trace], showlegend=False, **layout)


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


def _figure(title: str, traces: Sequence[Any], **layout: Any) -> str:
    """The page has its own caption and leaves the title out; a document drawn elsewhere needs it."""
    frame = {"title": {"text": title}, "font": {"family": FONT}, "colorway": list(PALETTE)}
    figure = go.Figure(list(traces), layout={**frame, **layout})
    plain = figure.to_dict()
    plain["layout"].pop("template", None)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _upright() -> dict[str, Any]:
    return {"xaxis": {"type": "category"}, "yaxis": {"rangemode": "tozero"}}


def _sideways(count: int, *, legend: bool = False) -> dict[str, Any]:
    """As high as its rows need, so that a bar is as thick in a chart of two as in one of twenty."""
    layout = {"xaxis": {"rangemode": "tozero"}, "yaxis": {"type": "category", "autorange": "reversed"}, "bargap": 0.4}
    return layout | {"height": AXES + ROW_HEIGHT * count + (LEGEND if legend else 0)}


def _bar_width(count: int) -> float | None:
    """One or two bars do not become blocks."""
    return 0.25 * count if count < FEW_BARS else None


def _height(count: int) -> dict[str, Any]:
    return {"height": AXES + ROW_HEIGHT * count} if count > FEW else {}


def _whole_steps(values: Values) -> dict[str, Any]:
    """A few whole things are counted in ones, never in halves."""
    few = all(isinstance(value, int) and value <= FEW_STEPS for value in values if value is not None)
    return {"dtick": 1} if few else {}


def _plain(value: Number | None) -> int | float | None:
    """Numbers of a drawing: the browser has no exact ones. What people read is `_written` from the exact number."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def _written(value: Number | None) -> str:
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
