"""Vocabulary of requests to a named office and of the monthly meeting about obstacles."""

from app.core.messages import Labelled, _


class RequestState(Labelled):
    """요청 상태. Moves are in `rules.obstacle_requests`."""

    ASKED = "asked", _("Waits for an answer")
    COMMITTED = "committed", _("Promised")
    REFUSED = "refused", _("Declined")
    KEPT = "kept", _("Promise kept")
    NOT_KEPT = "not_kept", _("Promise not kept")


class AgendaSection(Labelled):
    """안건 구분: the parts of the agenda, in the order in which the meeting deals with them."""

    COMMITMENTS = "commitments", _("What was promised before")
    ESCALATED = "escalated", _("Escalated obstacles")
    NEW = "new", _("New obstacles")
    STANDING_STILL = "standing_still", _("Obstacles standing still")
