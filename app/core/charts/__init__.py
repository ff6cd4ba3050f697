"""Figures for `static/js/charts.js`: Plotly JSON, the same text for the same numbers.

Every page that shows one shows the same numbers as a table beside it. The vendored bundle draws bars, lines and
scatter only, so the heat map is made of square markers, the funnel of centred bars and the radar of lines whose places
are reckoned here. Missing is None: a gap. What differs by colour differs by pattern, dash or symbol too.
"""

from app.core.charts.bars import bar_chart, funnel_chart, grouped_bars, stacked_bars
from app.core.charts.cells import heat_map
from app.core.charts.frame import BEST_FIRST, FONT, PALETTE, Number, Values
from app.core.charts.lines import line_chart, trend_chart
from app.core.charts.maps import map_chart
from app.core.charts.outliers import Cut, cut_of, cut_sentence
from app.core.charts.paretos import pareto_chart
from app.core.charts.radars import radar_chart
from app.core.charts.strips import strip_chart

__all__ = [
    "BEST_FIRST",
    "FONT",
    "PALETTE",
    "Cut",
    "Number",
    "Values",
    "bar_chart",
    "cut_of",
    "cut_sentence",
    "funnel_chart",
    "grouped_bars",
    "heat_map",
    "line_chart",
    "map_chart",
    "pareto_chart",
    "radar_chart",
    "stacked_bars",
    "strip_chart",
    "trend_chart",
]
