"""Vocabulary of half-year self-evaluations and of the panel that scores slogans."""

from app.core.messages import Labelled, _


class ItemOutcome(Labelled):
    """실천항목 이행: what has become of a practice item in a half year."""

    DONE = "done", _("Kept")
    PARTLY = "partly", _("Kept in part")
    NOT_DONE = "not_done", _("Not kept")


class ReviewStepKind(Labelled):
    """자체평가 이력 구분."""

    WRITING = "writing", _("Self-evaluation written")
    SUBMISSION = "submission", _("Self-evaluation submitted")
    APPROVAL = "approval", _("Self-evaluation approved")
    RETURN = "return", _("Self-evaluation sent back")
