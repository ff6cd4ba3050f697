"""Vocabulary of closings."""

from app.core.messages import Labelled, _


class ClosingState(Labelled):
    """과제 종료 상태: written by the team, handed in by the head, decided by the control tower."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    CLOSED = "closed", _("Closed")
