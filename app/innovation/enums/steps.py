"""Steps of an issue that are no decision of the control tower."""

from app.core.messages import Labelled, _


class IssueStepKind(Labelled):
    """이슈 진행: what the proposer did, or what was undone."""

    SUPPLEMENT = "supplement", _("Supplemented")
    WITHDRAWAL = "withdrawal", _("Withdrawn by the proposer")
    REEXAMINATION = "reexamination", _("Asked to examine it again")
    LINK_UNDOING = "link_undoing", _("Link to the earlier issue undone")
