"""Vocabulary of the collaboration room."""

from app.core.messages import Labelled, _


class PlanPart(Labelled):
    """계획 항목: the part of the plan an opinion is about; it stands beside that part in the room."""

    WHOLE = "whole", _("The plan as a whole")
    GOAL = "goal", _("Background and goal")
    ITEMS = "items", _("Practice items")
    MEASURES = "measures", _("Measures")
    OBSTACLES = "obstacles", _("Expected obstacles")
    BUDGET = "budget", _("Budget and reports")
