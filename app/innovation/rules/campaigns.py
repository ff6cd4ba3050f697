"""공모: when a campaign takes ideas, and until when it may be changed."""

from datetime import date

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums.proposals import CampaignState
from app.innovation.rules.common import check_reason


def campaign_state(*, starts_on: date, ends_on: date, ended_early: bool, today: date) -> CampaignState:
    """Return where a campaign stands on a day; the last day still takes ideas."""
    if ended_early or today > ends_on:
        return CampaignState.CLOSED
    return CampaignState.PLANNED if today < starts_on else CampaignState.OPEN


def check_period(starts_on: date, ends_on: date, today: date) -> None:
    """Refuse a campaign that ends before it starts, or whose first day is over."""
    if ends_on < starts_on:
        raise Refused(_("The last day lies before the first."))
    if starts_on < today:
        raise Refused(_("A campaign cannot begin on a day that is over."))


def check_taking(state: CampaignState) -> None:
    """Refuse an idea for a campaign that is not open today."""
    if state is CampaignState.PLANNED:
        raise Refused(_("This campaign is not open yet."))
    if state is CampaignState.CLOSED:
        raise Refused(_("This campaign is closed and takes no more ideas."))


def check_change(state: CampaignState) -> None:
    """Refuse a change of a campaign people may already have answered."""
    if state is not CampaignState.PLANNED:
        raise Refused(_("A campaign can be changed only before it begins."))


def check_early_end(state: CampaignState, reason: str | None) -> None:
    """Refuse the early end of a campaign that is over, or one without a reason."""
    if state is CampaignState.CLOSED:
        raise Refused(_("This campaign is already closed."))
    check_reason(reason)
