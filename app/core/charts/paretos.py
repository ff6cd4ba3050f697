"""Paretos: the causes by their number, and which part of all they make together."""

from collections.abc import Sequence
from decimal import Decimal

from app.core.charts.frame import PALETTE, Number, figure, plain, sideways_axes, trace_of, whole_steps, written
from app.core.charts.outliers import cut_of
from app.core.figures import HUNDRED, ZERO, rounded
from app.core.messages import _

ROOM = Decimal("1.18")
"""The axes go on beyond the longest bar, so that the percents stand beside the bars."""


def cumulated(values: Sequence[Number], whole: Number | None = None) -> list[Decimal]:
    """Return which percent of all (`whole`, or their sum) the first, the first two … make; one decimal."""
    everything = Decimal(sum(values) if whole is None else whole)
    found, together = [], ZERO
    for value in values:
        together += value
        found.append(rounded(HUNDRED * together / everything, 1) if everything else ZERO)
    return found


def pareto_chart(title: str, labels: Sequence[str], values: Sequence[Number], whole: Number | None = None) -> str:
    """Bars from the greatest down (give them so), and a line of the percent they make together of all (`whole`)."""
    cut, shares = cut_of(values), cumulated(values, whole)
    bars = trace_of(
        "bar",
        x=[plain(value) for value in cut.drawn(values)],
        y=list(labels),
        orientation="h",
        name=str(_("How many")),
        text=[f"≫ {written(value)}" if place in cut.places else written(value) for place, value in enumerate(values)],
        textposition="inside",
        insidetextanchor="start",
        textangle=0,
        marker={"color": PALETTE[0]},
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    line = trace_of(
        "scatter",
        x=[plain(share) for share in shares],
        y=list(labels),
        xaxis="x2",
        name=str(_("Percent together")),
        mode="lines+markers",
        line={"color": PALETTE[1], "dash": "dot", "width": 2},
        marker={"symbol": "diamond", "size": 10, "line": {"color": "#ffffff", "width": 1}},
        text=[f"{share:f} %" for share in shares],
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    layout = sideways_axes(len(labels), legend=True)
    layout["annotations"] = [
        {"x": 1, "xref": "paper", "xanchor": "right", "y": label, "text": f"{share:f} %", "showarrow": False}
        for label, share in zip(labels, shares, strict=True)
    ]
    greatest = max((Decimal(value or 0) for value in cut.drawn(values)), default=Decimal(0))
    layout["xaxis"]["range"] = [0, plain(greatest * ROOM) or 1]
    layout["xaxis"] |= whole_steps(list(values))
    second = {
        "overlaying": "x",
        "side": "top",
        "range": [0, plain(HUNDRED * ROOM)],
        "showgrid": False,
        "visible": False,
    }
    return figure(title, [bars, line], xaxis2={**second, "fixedrange": True}, **layout)
