"""Vocabulary of campaigns (공모), of co-proposers' consent, and of unmasking a hidden name."""

from app.core.messages import Labelled, _


class CampaignState(Labelled):
    """공모 상태: follows from its days, or from an early end."""

    PLANNED = "planned", _("Not open yet")
    OPEN = "open", _("Open for ideas")
    CLOSED = "closed", _("No longer open")


class Consent(Labelled):
    """몫 확인: what a proposer says to the share."""

    ASKED = "asked", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Share confirmed")
    DECLINED = "declined", _("Share declined")


class UnmaskingState(Labelled):
    """이름 확인: asked by one, agreed or declined by a second person from another office."""

    ASKED = "asked", _("Waiting for the second person")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Turned down")
