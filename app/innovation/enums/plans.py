"""Vocabulary of action plans."""

from app.core.messages import Labelled, _


class PlanState(Labelled):
    """실행계획 상태: two approvals, then the version is frozen. Moves are in `rules.plans`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    HEAD_APPROVED = "head_approved", _("Approved by the head")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
