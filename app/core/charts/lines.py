"""Lines over a common axis, and trends with their target and its band."""

from collections.abc import Mapping, Sequence
from itertools import cycle

from app.core.charts.frame import (
    DASHES,
    PALETTE,
    QUIET,
    SYMBOLS,
    Trace,
    Values,
    figure,
    plain,
    trace_of,
    upright,
    written,
)
from app.core.charts.outliers import cut_of
from app.core.messages import _

BAND_COLOUR = "rgba(107, 150, 199, 0.22)"
TARGET_COLOUR = PALETTE[3]


def line_chart(title: str, labels: Sequence[str], series: Mapping[str, Values]) -> str:
    """A line for each series over the same labels; None leaves a gap in it."""
    return figure(title, _lines(labels, series), **upright())


def trend_chart(
    title: str,
    labels: Sequence[str],
    series: Mapping[str, Values],
    *,
    target: Values = (),
    band: tuple[Values, Values] | None = None,
) -> str:
    """Lines as above over a band (its lower and upper edge for each label) with the target as a dashed line.

    The axis does not begin at 0: a trend is about change. A value far beyond the others is cut off.
    """
    traces: list[Trace] = []
    if band is not None:
        low, high = band
        edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
        traces += [
            trace_of("scatter", x=list(labels), y=[plain(value) for value in low], showlegend=False, **edge),
            trace_of(
                "scatter",
                x=list(labels),
                y=[plain(value) for value in high],
                name=str(_("Target band")),
                fill="tonexty",
                fillcolor=BAND_COLOUR,
                **edge,
            ),
        ]
    if target:
        traces.append(
            trace_of(
                "scatter",
                x=list(labels),
                y=[plain(value) for value in target],
                name=str(_("Target")),
                mode="lines",
                line={"color": TARGET_COLOUR, "dash": "dash", "width": 2},
                text=[written(value) for value in target],
                hovertemplate="%{fullData.name}, %{x}: %{text}<extra></extra>",
            )
        )
    cut = cut_of([value for values in series.values() for value in values])
    lines = _lines(labels, series)
    for line in lines if cut.limit is not None else ():
        limit = plain(cut.limit)
        line["y"] = [None if value is None else min(value, limit) for value in line["y"]]
    axes = {"xaxis": {"type": "category"}, "yaxis": {"zeroline": False, "zerolinecolor": QUIET}}
    return figure(title, [*traces, *lines], **axes)


def _lines(labels: Sequence[str], series: Mapping[str, Values]) -> list[Trace]:
    marks = zip(series.items(), cycle(PALETTE), cycle(DASHES), cycle(SYMBOLS), strict=False)
    return [
        trace_of(
            "scatter",
            x=list(labels),
            y=[plain(value) for value in values],
            name=name,
            mode="lines+markers",
            connectgaps=False,
            line={"color": colour, "dash": dash, "width": 2},
            marker={"symbol": symbol, "size": 8},
            text=[written(value) for value in values],
            hovertemplate="%{fullData.name}, %{x}: %{text}<extra></extra>",
        )
        for (name, values), colour, dash, symbol in marks
    ]
