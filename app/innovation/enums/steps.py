"""Steps of an issue that are no decision of the control tower."""

from app.core.messages import Labelled, _


class IssueStepKind(Labelled):
    """이슈 진행: what the proposer did, or what was undone."""

    SUPPLEMENT = "supplement", _("Supplemented")
    WITHDRAWAL = "withdrawal", _("Withdrawn by the proposer")
    REEXAMINATION = "reexamination", _("Asked to examine it again")
    LINK_UNDOING = "link_undoing", _("Link to the earlier issue undone")
    SHARE_CONFIRMATION = "share_confirmation", _("Share confirmed by a co-proposer")
    SHARE_REFUSAL = "share_refusal", _("Share declined by a co-proposer")
    SHARE_SETTING = "share_setting", _("Shares set anew")


PROPOSERS_STEPS = frozenset(
    {
        IssueStepKind.SUPPLEMENT,
        IssueStepKind.WITHDRAWAL,
        IssueStepKind.REEXAMINATION,
        IssueStepKind.SHARE_CONFIRMATION,
        IssueStepKind.SHARE_REFUSAL,
        IssueStepKind.SHARE_SETTING,
    }
)
"""Steps only a proposer takes: on a blind issue the name of who took them stays hidden."""
