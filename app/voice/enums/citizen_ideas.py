"""시민 아이디어의 낱말."""

from app.core.messages import Labelled, _


class IdeaShowing(Labelled):
    """공개 여부: nothing is public before somebody of the office has read it."""

    WAITING = "waiting", _("Not looked at yet")
    SHOWN = "shown", _("Public")
    KEPT = "kept", _("Not public")
