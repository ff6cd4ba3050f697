"""Vocabulary of check meetings."""

from app.core.messages import Labelled, _


class DecisionState(Labelled):
    """결정사항 상태."""

    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
