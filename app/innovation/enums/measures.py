"""Vocabulary of the measures of an action plan."""

from app.core.messages import Labelled, _


class MeasureKind(Labelled):
    """측정 유형: what kind of gain a measure shows. Gains of a kind are added up where they share a unit."""

    OTHER = "other", _("Other")
    TIME_SAVED = "time_saved", _("Time saved")
    SATISFACTION = "satisfaction", _("Satisfaction")
    BUDGET_SAVED = "budget_saved", _("Budget saved")
    PARTICIPANTS = "participants", _("People who take part")


class MeasureDirection(Labelled):
    """방향: which way a measure should move."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    KEEP = "keep", _("Keep the level")
