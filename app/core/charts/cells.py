"""Heat maps: a square with its number for each row and column."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.core.charts.frame import AXES, INK, ROW_HEIGHT, SCALE, Values, figure, plain, trace_of, written

FEW = 8
"""Rows of a heat map that fit into the page's chart; more make it higher."""

MARKER = 30
DARK_FROM = Decimal("0.45")
"""Share of the greatest value from which on the numbers in a heat map are white."""


def heat_map(title: str, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Values]) -> str:
    """A square for each row and column with its number in it; `cells` has a sequence for each row.

    The axes show every row and column, also those at an end that have no number.
    """
    points = [
        (column, row, value)
        for row, values in zip(rows, cells, strict=True)
        for column, value in zip(columns, values, strict=True)
        if value is not None
    ]
    greatest = max((Decimal(value) for _column, _row, value in points), default=Decimal(0))
    white_from = greatest * DARK_FROM
    trace = trace_of(
        "scatter",
        x=[column for column, _row, _value in points],
        y=[row for _column, row, _value in points],
        mode="markers+text",
        text=[written(value) for _column, _row, value in points],
        textfont={"color": ["#ffffff" if value > white_from else INK for *_place, value in points]},
        marker={
            "symbol": "square",
            "size": MARKER,
            "color": [plain(value) for *_place, value in points],
            "cmin": 0,
            "cmax": plain(greatest) or 1,
            "colorscale": [list(step) for step in SCALE],
        },
        hovertemplate="%{y}, %{x}: %{text}<extra></extra>",
    )
    across = {**_every(columns), "side": "top"}
    down = {**_every(rows)}
    down["range"] = down["range"][::-1]
    return figure(title, [trace], showlegend=False, xaxis=across, yaxis=down, **_height(len(rows)))


def _every(names: Sequence[str]) -> dict[str, Any]:
    """Return an axis from half a place before the first name to half a place behind the last."""
    return {"type": "category", "categoryarray": list(names), "range": [-0.5, len(names) - 0.5], "showgrid": False}


def _height(count: int) -> dict[str, Any]:
    return {"height": AXES + ROW_HEIGHT * count} if count > FEW else {}
