"""Vocabulary of issues and ideas (제안)."""

from app.core.messages import Labelled, _


class IssueKind(Labelled):
    """제안 종류: free, in answer to a call, or already carried out by the proposer."""

    FREE = "free", _("Free proposal")
    CAMPAIGN = "campaign", _("Answer to a call")
    IMPLEMENTED = "implemented", _("Already carried out")


class IssueSource(Labelled):
    """수집 경로: where an issue came from."""

    PROPOSAL = "proposal", _("Proposal")
    WORKSHOP = "workshop", _("Workshop")
    DEBATE = "debate", _("Debate")
    SURVEY = "survey", _("Survey")
    EXPERT = "expert", _("Expert")
    RESIDENT = "resident", _("Residents and VoC")
    BENCHMARK = "benchmark", _("Benchmarking")
    FEEDBACK = "feedback", _("Feedback from a task")


class IssueState(Labelled):
    """이슈 상태. Moves are in `rules.issues`; what the proposer reads is `rules.issues.public_sentence`."""

    RECEIVED = "received", _("Received")
    SUPPLEMENT_ASKED = "supplement_asked", _("Supplement asked")
    UNDER_REVIEW = "under_review", _("Under review")
    ADOPTED = "adopted", _("Adopted")
    MERGED = "merged", _("Linked to an earlier issue")
    REFUSED = "refused", _("Not adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RefusalReason(Labelled):
    """불채택 사유: the code that stands beside the reviewer's own words."""

    ALREADY_DONE = "already_done", _("Already being done")
    AGAINST_LAW = "against_law", _("Against law or ordinance")
    OUTSIDE_POWER = "outside_power", _("Outside our office's power")
    LOW_BENEFIT = "low_benefit", _("Little benefit for its cost")
    NO_MEANS = "no_means", _("No budget or staff for it now")
    SIDE_EFFECTS = "side_effects", _("Harmful side effects")
    NOT_SPECIFIC = "not_specific", _("Not specific enough to carry out")
    NOT_A_PROPOSAL = "not_a_proposal", _("A complaint or request, not a proposal")
    NOT_SUPPLEMENTED = "not_supplemented", _("Not supplemented in time")
    OTHER = "other", _("Other reason")


class TriageDecision(Labelled):
    """분류 결정: what the control tower decides about an issue, always with a reason."""

    ADOPT = "adopt", _("Adopt as a task")
    REFUSE = "refuse", _("Do not adopt")
    LINK = "link", _("Link to an earlier issue")
    SUPPLEMENT = "supplement", _("Ask for a supplement")
