"""공모: the list with the number of ideas, one campaign, and those that take ideas today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.innovation.enums.proposals import CampaignState
from app.innovation.models import Campaign, Issue
from app.innovation.queries.issues import visible_to
from app.innovation.rules.campaigns import campaign_state


@dataclass(frozen=True, kw_only=True)
class CampaignRow:
    """One line of the list. `days_left` is None unless the campaign takes ideas today."""

    id: int
    title: str
    starts_on: date
    ends_on: date
    state: CampaignState
    ideas: int
    days_left: int | None


def list_campaigns(actor: Actor, cursor: str | None = None) -> Page[CampaignRow]:
    """Return one page of campaigns, the last to end first, with the number of ideas the actor may read."""
    ideas = (
        select(func.count()).where(Issue.campaign_id == Campaign.id, visible_to(actor)).correlate(Campaign)
    ).scalar_subquery()
    statement = select(
        Campaign.id, Campaign.title, Campaign.starts_on, Campaign.ends_on, Campaign.closed_at.is_not(None), ideas
    )
    page = keyset_page(statement, keys=[Campaign.ends_on, Campaign.id], cursor=cursor)
    return Page([_row(*values) for values in page.rows], page.next_cursor)


def campaign_or_404(campaign_id: int) -> Campaign:
    """Return a campaign. Raises `Missing`."""
    campaign = db.session.get(Campaign, campaign_id)
    if campaign is None:
        raise Missing(_("There is no such campaign."))
    return campaign


def open_campaigns() -> Sequence[tuple[int, str]]:
    """Return (id, title) of the campaigns that take ideas today, the first to end first."""
    today = clock.today()
    statement = (
        select(Campaign.id, Campaign.title)
        .where(Campaign.starts_on <= today, Campaign.ends_on >= today, Campaign.closed_at.is_(None))
        .order_by(Campaign.ends_on, Campaign.id)
    )
    return [(campaign_id, title) for campaign_id, title in db.session.execute(statement)]


def closer_of(campaign: Campaign) -> str | None:
    """Return who ended the campaign early, or None."""
    if campaign.closed_by_id is None:
        return None
    return db.session.scalar(select(Person.name).where(Person.id == campaign.closed_by_id))


def _row(campaign_id: int, title: str, starts_on: date, ends_on: date, ended_early: object, ideas: int) -> CampaignRow:
    today = clock.today()
    state = campaign_state(starts_on=starts_on, ends_on=ends_on, ended_early=bool(ended_early), today=today)
    return CampaignRow(
        id=campaign_id,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
        ideas=ideas,
        days_left=(ends_on - today).days if state is CampaignState.OPEN else None,
    )
