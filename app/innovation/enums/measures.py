"""Vocabulary of the measures of an action plan."""

from app.core.messages import Labelled, _


class MeasureDirection(Labelled):
    """방향: which way a measure should move."""

    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    KEEP = "keep", _("Keep the level")
