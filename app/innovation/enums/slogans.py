"""Vocabulary of slogans (1부서 1슬로건)."""

from app.core.messages import Labelled, _


class SloganState(Labelled):
    """슬로건 상태. Moves are in `rules.slogans`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
