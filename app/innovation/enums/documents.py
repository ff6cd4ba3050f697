"""What happens to a document on its way: a plan, a progress report, a closing."""

from app.core.messages import Labelled, _


class DocumentStep(Labelled):
    """문서 처리: one entry of the history of a plan, a report or a closing."""

    WRITTEN = "written", _("Written")
    SUBMITTED = "submitted", _("Submitted")
    HEAD_APPROVED = "head_approved", _("Approved by the head")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
