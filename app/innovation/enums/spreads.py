"""Vocabulary of the spread to other departments."""

from app.core.messages import Labelled, _


class SpreadState(Labelled):
    """확산 상태. Moves are in `rules.spreads`."""

    RECOMMENDED = "recommended", _("Recommended")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not taken over")
    ADOPTED = "adopted", _("Put to work")
