"""Vocabulary of milestones."""

from app.core.messages import Labelled, _


class MilestoneOutcome(Labelled):
    """이행 결과: what is said about a practice item. The latest word counts."""

    DONE = "done", _("Done")
    BLOCKED = "blocked", _("Held up by an obstacle")
