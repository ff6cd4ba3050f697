"""What all figures share: colours, sizes, and how numbers are drawn and written.

A figure is put together from plain mappings: `plotly.graph_objects` checks every property, which costs milliseconds for
each figure of a page. The tests let it check them instead.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

FONT = "Pretendard GOV"
PALETTE = ("#0b50d0", "#9e6a00", "#267337", "#ab2b36", "#6b96c7", "#39506c")
"""The KRDS tokens `charts.js` uses too, for documents that are drawn outside the page."""

BEST_FIRST = ("#0b50d0", "#4a7cb8", "#6d7882", "#a85a1b", "#ab2b36")
"""Steps of a scale from the best to the worst: from blue over grey to red, each dark enough for white numbers."""

SCALE = ((0, "#ecf2fe"), (0.5, "#4c87f6"), (1, "#052561"))
INK, QUIET = "#1e2124", "#8a949e"
PATTERNS = ("", "/", ".", "x", "-", "+")
PATTERN_COLOUR = "rgba(255, 255, 255, 0.45)"
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
AXES = 60
LEGEND = 40
ROW_HEIGHT = 34
FEW_STEPS = 10

Number = Decimal | int
Values = Sequence[Number | None]
Trace = dict[str, Any]


def trace_of(kind: str, **properties: Any) -> Trace:
    """Return a trace; what is None is left out, as Plotly does."""
    return {"type": kind, **{name: value for name, value in properties.items() if value is not None}}


def figure(title: str, traces: Sequence[Trace], **layout: Any) -> str:
    """The page has its own caption and leaves the title out; a document drawn elsewhere needs it."""
    frame = {"title": {"text": title}, "font": {"family": FONT}, "colorway": list(PALETTE)}
    return json.dumps({"data": list(traces), "layout": {**frame, **layout}}, ensure_ascii=False, sort_keys=True)


def upright() -> dict[str, Any]:
    """The axes of bars and lines that stand."""
    return {"xaxis": {"type": "category"}, "yaxis": {"rangemode": "tozero"}}


def sideways_axes(count: int, *, legend: bool = False, row: int = ROW_HEIGHT) -> dict[str, Any]:
    """As high as its rows need, so that a bar is as thick in a chart of two as in one of twenty."""
    layout = {"xaxis": {"rangemode": "tozero"}, "yaxis": {"type": "category", "autorange": "reversed"}, "bargap": 0.4}
    return layout | {"height": AXES + row * count + (LEGEND if legend else 0)}


def whole_steps(values: Values) -> dict[str, Any]:
    """A few whole things are counted in ones, never in halves."""
    few = all(isinstance(value, int) and value <= FEW_STEPS for value in values if value is not None)
    return {"dtick": 1} if few else {}


def plain(value: Number | None) -> int | float | None:
    """Numbers of a drawing: the browser has no exact ones. What people read is `written` from the exact number."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def written(value: Number | None) -> str:
    """Return the number as people read it; nothing for None."""
    return "" if value is None else f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def in_rows(labels: Sequence[str], values: Values, *, sideways: bool) -> Mapping[str, Any]:
    """Return the places of bars; sideways the labels go down."""
    numbers = [plain(value) for value in values]
    return {"x": numbers, "y": list(labels)} if sideways else {"x": list(labels), "y": numbers}
