"""What can happen to a slogan, one word for each row of its history."""

from app.core.messages import Labelled, _


class SloganStepKind(Labelled):
    """슬로건 이력 구분."""

    WRITING = "writing", _("Slogan drafted")
    CHANGE = "change", _("Slogan changed")
    SUBMISSION = "submission", _("Submitted")
    APPROVAL = "approval", _("Approved")
    RETURN = "return", _("Returned")


class HalfYear(Labelled):
    """반기."""

    FIRST = "first", _("First half")
    SECOND = "second", _("Second half")


class SloganRating(Labelled):
    """자체평가 등급: how far the department lives by its slogan, in its own eyes."""

    WELL = "well", _("Lived by it well")
    PARTLY = "partly", _("Lived by it in part")
    HARDLY = "hardly", _("Hardly lived by it")
