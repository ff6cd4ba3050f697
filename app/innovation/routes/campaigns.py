"""공모: the list, the form, the page with its ideas, the early end."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.errors import Conflict
from app.core.forms import Form
from app.core.i18n import format_day
from app.core.messages import Message, _
from app.core.values import Value
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.enums.proposals import CampaignState
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.proposals import CampaignForm
from app.innovation.models import Campaign
from app.innovation.policy import POLICY
from app.innovation.queries import campaigns as queries
from app.innovation.queries.issues import IssueFilter, list_issues
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, page_url
from app.innovation.rules.campaigns import check_change
from app.innovation.services import campaigns


@bp.get("/issues/campaigns")
def list_campaigns() -> ResponseReturnValue:
    """Show the campaigns, the last to end first."""
    page = queries.list_campaigns(actor(), request.args.get("cursor"))
    return render_template(
        "innovation/campaigns/list.html",
        page=page,
        may_write=allows(POLICY, Permission.CAMPAIGN_WRITE, actor()),
        next_url=page_url("innovation.list_campaigns", page.next_cursor),
        first_url=first_url("innovation.list_campaigns"),
    )


@bp.get("/issues/campaigns/new")
def new_campaign() -> ResponseReturnValue:
    """Show an empty form."""
    return _form_page(CampaignForm(starts_on=clock.today()))


@bp.post("/issues/campaigns")
def create_campaign() -> ResponseReturnValue:
    """Enter a campaign."""
    form = CampaignForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            campaign = campaigns.plan_campaign(actor=actor(), content=form.content())
            return _done(campaign, _("The campaign was entered."))
    return _form_page(form), 422


@bp.get("/issues/campaigns/<int:campaign_id>")
def show_campaign(campaign_id: int) -> ResponseReturnValue:
    """Show a campaign with the ideas that answer it."""
    return _page(queries.campaign_or_404(campaign_id))


@bp.get("/issues/campaigns/<int:campaign_id>/edit")
def edit_campaign(campaign_id: int) -> ResponseReturnValue:
    """Show the form with what the campaign says, as long as it has not begun."""
    campaign = queries.campaign_or_404(campaign_id)
    check_change(campaigns.state_of(campaign))
    return _form_page(CampaignForm(obj=campaign), campaign)


@bp.post("/issues/campaigns/<int:campaign_id>/changes")
def create_campaign_change(campaign_id: int) -> ResponseReturnValue:
    """Change a campaign that has not begun."""
    campaign, form = queries.campaign_or_404(campaign_id), CampaignForm()
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                seen = form.seen_version()
                campaigns.change_campaign(actor=actor(), campaign=campaign, content=form.content(), seen_version=seen)
                return _done(campaign, _("The campaign was changed."))
        except Conflict as conflict:
            return _conflict_page(campaign, form, conflict.reason), 409
    return _form_page(form, campaign), 422


@bp.post("/issues/campaigns/<int:campaign_id>/closings")
def create_campaign_closing(campaign_id: int) -> ResponseReturnValue:
    """End the campaign early."""
    campaign, form = queries.campaign_or_404(campaign_id), ReasonForm()
    if form.validate_on_submit():
        campaigns.close_campaign(actor=actor(), campaign=campaign, reason=form.reason.data)
        return _done(campaign, _("The campaign was closed."))
    return _page(campaign, closing=form), 422


def _done(campaign: Campaign, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_campaign", campaign_id=campaign.id))


def _form_page(form: CampaignForm, campaign: Campaign | None = None, **more: Any) -> str:
    return render_template("innovation/campaigns/form.html", form=form, campaign=campaign, **more)


def _conflict_page(campaign: Campaign, form: CampaignForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now."""
    shown: dict[str, Callable[[Any], str]] = dict.fromkeys(("title", "theme"), str)
    shown |= dict.fromkeys(("starts_on", "ends_on"), format_day)
    changed = [name for name in shown if getattr(campaign, name) != form[name].data]
    present = [(form[name].label.text, shown[name](getattr(campaign, name))) for name in changed]
    form.version.data = str(campaign.version)
    form.version.raw_data = None
    return _form_page(form, campaign, conflict=reason, present=present)


def _page(campaign: Campaign, closing: Form | None = None) -> str:
    state = campaigns.state_of(campaign)
    writes = allows(POLICY, Permission.CAMPAIGN_WRITE, actor())
    page = list_issues(actor(), IssueFilter(campaign_id=campaign.id), request.args.get("cursor"))
    again: dict[str, Any] = {"campaign_id": campaign.id}
    return render_template(
        "innovation/campaigns/show.html",
        campaign=campaign,
        state=state,
        days_left=(campaign.ends_on - clock.today()).days,
        values=[Value(value) for value in campaign.values],
        closed_by=queries.closer_of(campaign),
        page=page,
        next_url=url_for("innovation.show_campaign", cursor=page.next_cursor, **again) if page.next_cursor else None,
        first_url=url_for("innovation.show_campaign", **again) if "cursor" in request.args else None,
        may_hand_in=state is CampaignState.OPEN and allows(POLICY, Permission.ISSUE_HAND_IN, actor()),
        may_edit=writes and state is CampaignState.PLANNED,
        may_close=writes and state is not CampaignState.CLOSED,
        closing=closing,
    )
