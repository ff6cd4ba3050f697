"""공모: the control tower plans a campaign, may change it before it begins, and may end it early with a reason."""

from dataclasses import dataclass
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import CampaignState
from app.innovation.events import CampaignChanged, CampaignClosed, CampaignPlanned
from app.innovation.models import Campaign
from app.innovation.policy import POLICY
from app.innovation.rules import campaigns as rules


@dataclass(frozen=True, kw_only=True)
class CampaignContent:
    """What a campaign says. Both days belong to it."""

    title: str
    theme: str
    values: tuple[Value, ...] = ()
    starts_on: date
    ends_on: date


def state_of(campaign: Campaign) -> CampaignState:
    """Return where the campaign stands today."""
    return rules.campaign_state(
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        ended_early=campaign.closed_at is not None,
        today=clock.today(),
    )


def plan_campaign(*, actor: Actor, content: CampaignContent) -> Campaign:
    """Enter a campaign. Refused when it ends before it starts or its first day is over."""
    access.require(POLICY, Permission.CAMPAIGN_WRITE, actor)
    rules.check_period(content.starts_on, content.ends_on, clock.today())
    campaign = Campaign(created_by_id=actor.id, created_at=clock.now(), **_columns(content))
    db.session.add(campaign)
    db.session.flush()
    publish(CampaignPlanned(actor_id=actor.id, campaign_id=campaign.id, **_days(content)))
    return campaign


def change_campaign(*, actor: Actor, campaign: Campaign, content: CampaignContent, seen_version: int) -> None:
    """Change a campaign that has not begun. `Conflict` if it is no longer the version that was seen."""
    access.require(POLICY, Permission.CAMPAIGN_WRITE, actor)
    rules.check_change(state_of(campaign))
    if campaign.version != seen_version:
        raise Conflict(CHANGED)
    rules.check_period(content.starts_on, content.ends_on, clock.today())
    change_state(campaign, **_columns(content))
    publish(CampaignChanged(actor_id=actor.id, campaign_id=campaign.id, **_days(content)))


def close_campaign(*, actor: Actor, campaign: Campaign, reason: str) -> None:
    """End a campaign before its last day: it takes no more ideas; those handed in go their way."""
    access.require(POLICY, Permission.CAMPAIGN_WRITE, actor)
    rules.check_early_end(state_of(campaign), reason)
    change_state(campaign, closed_at=clock.now(), closed_by_id=actor.id, closing_reason=reason)
    publish(CampaignClosed(actor_id=actor.id, campaign_id=campaign.id, reason=FreeText(reason)))


def check_taking(campaign_id: int | None) -> None:
    """Refuse an idea for a campaign that is not open today; the campaign cannot be closed meanwhile."""
    if campaign_id is None:
        return
    campaign = db.session.get(Campaign, campaign_id, with_for_update=True)
    if campaign is None:
        raise Refused(_("There is no such campaign."))
    rules.check_taking(state_of(campaign))


def _columns(content: CampaignContent) -> dict[str, object]:
    return {
        "title": content.title,
        "theme": content.theme,
        "values": [value.value for value in content.values],
        "starts_on": content.starts_on,
        "ends_on": content.ends_on,
    }


def _days(content: CampaignContent) -> dict[str, str]:
    return {"starts_on": content.starts_on.isoformat(), "ends_on": content.ends_on.isoformat()}
