"""Figures of the dashboards; import them from here."""

from app.reports.figures.evaluation import (
    grades_figure,
    radar_figure,
    risks_figure,
    scoring_figure,
    spread_figure,
    trend_figure,
)
from app.reports.figures.frame import Figure
from app.reports.figures.mileage import participation_figure
from app.reports.figures.my_year import my_ideas_figure, my_months_figure
from app.reports.figures.obstacles import kinds_figure, obstacles_figure, offices_figure
from app.reports.figures.tasks import lead_times_figure, overdue_figure, stages_figure
from app.reports.figures.units import totals_figure, unit_months_figure, unit_stages_figure
from app.reports.figures.values import value_years_figure, values_figure

__all__ = [
    "Figure",
    "grades_figure",
    "kinds_figure",
    "lead_times_figure",
    "my_ideas_figure",
    "my_months_figure",
    "obstacles_figure",
    "offices_figure",
    "overdue_figure",
    "participation_figure",
    "radar_figure",
    "risks_figure",
    "scoring_figure",
    "spread_figure",
    "stages_figure",
    "totals_figure",
    "trend_figure",
    "unit_months_figure",
    "unit_stages_figure",
    "value_years_figure",
    "values_figure",
]
