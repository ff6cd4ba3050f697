"""보상 신청과 그 결정."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Actor, allows, require
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words
from app.mileage import services
from app.mileage.enums import Permission, RewardState
from app.mileage.forms import ReasonForm
from app.mileage.forms.rewards import HandoverForm, RewardRequestForm
from app.mileage.models import RewardRequest
from app.mileage.policy import POLICY
from app.mileage.queries.reward_requests import (
    RequestScope,
    offered_scopes,
    request_or_404,
    request_view,
    requests_page,
)
from app.mileage.queries.rewards import reward_or_404
from app.mileage.routes import bp
from app.mileage.routes.rewards import reward_page
from app.mileage.rules.rewards import OPEN, is_expired


@bp.post("/mileage/rewards/<int:reward_id>/requests")
def create_reward_request(reward_id: int) -> ResponseReturnValue:
    """Ask for a reward; its points are reserved."""
    reward, form = reward_or_404(reward_id), RewardRequestForm()
    if form.validate_on_submit():
        with keeping_words(form):
            made = services.request_reward(reward=reward, actor=actor(), wish=form.wish.data)
            flash(str(_("The points are reserved; the control tower decides next.")), "success")
            return redirect(url_for(".show_reward_request", request_id=made.id))
    return reward_page(reward, form), code_of(form)


@bp.get("/mileage/reward-requests")
def list_reward_requests() -> ResponseReturnValue:
    """List one's own requests, those that wait for one, or all one may see."""
    who = actor()
    scopes, scope = offered_scopes(who), wanted_requests(who)
    page = requests_page(scope, who, request.args.get("cursor"))
    following = url_for(".list_reward_requests", scope=scope, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/reward_requests/list.html",
        rows=page.rows,
        scope=scope,
        scopes=scopes,
        next_url=following,
        may_export=allows(POLICY, Permission.REWARD_EXPORT, who),
    )


def wanted_requests(who: Actor) -> RequestScope:
    """Return which requests the address asks for, among those the actor is offered."""
    scopes, asked = offered_scopes(who), request.args.get("scope", "")
    return RequestScope(asked) if asked in set(scopes) else scopes[0]


@bp.get("/mileage/reward-requests/<int:request_id>")
def show_reward_request(request_id: int) -> ResponseReturnValue:
    """Show a request and what can be done with it."""
    return _page(request_or_404(request_id, actor()), ReasonForm(), HandoverForm(data={"given_on": clock.today()}))


@bp.post("/mileage/reward-requests/<int:request_id>/approvals")
def create_reward_approval(request_id: int) -> ResponseReturnValue:
    """Approve as control tower."""
    found, form = request_or_404(request_id, actor()), ReasonForm()
    with keeping_words(form):
        services.approve_reward(request=found, actor=actor())
        return _done(found, _("The request is approved; the reward can be handed over."))
    return _page(found, form, HandoverForm(formdata=None)), code_of(form)


@bp.post("/mileage/reward-requests/<int:request_id>/refusals")
def create_reward_refusal(request_id: int) -> ResponseReturnValue:
    """Refuse as control tower; the points go back."""
    return _ended(request_id, services.refuse_reward, Permission.REWARD_DECIDE, _("Refused; the points are back."))


@bp.post("/mileage/reward-requests/<int:request_id>/cancellations")
def create_reward_cancellation(request_id: int) -> ResponseReturnValue:
    """Take one's own request back; the points go back."""
    return _ended(request_id, services.cancel_reward, Permission.REWARD_CANCEL, _("Cancelled; your points are back."))


@bp.post("/mileage/reward-requests/<int:request_id>/handovers")
def create_reward_handover(request_id: int) -> ResponseReturnValue:
    """Record as HR or control tower that the reward was handed over."""
    found, form = request_or_404(request_id, actor()), HandoverForm()
    require(POLICY, Permission.REWARD_HAND_OVER, actor(), found)
    if form.validate_on_submit():
        with keeping_words(form):
            services.hand_over_reward(request=found, actor=actor(), given_on=form.given_on.data)
            return _done(found, _("The handover is recorded; the points are spent."))
    return _page(found, ReasonForm(formdata=None), form), code_of(form)


def _ended(
    request_id: int, verb: Callable[..., None], permission: Permission, sentence: Message
) -> ResponseReturnValue:
    found, form = request_or_404(request_id, actor()), ReasonForm()
    require(POLICY, permission, actor(), found)
    if form.validate_on_submit():
        with keeping_words(form):
            verb(request=found, actor=actor(), reason=form.reason.data)
            return _done(found, sentence)
    return _page(found, form, HandoverForm(formdata=None)), code_of(form)


def _page(found: RewardRequest, form: ReasonForm, handover: HandoverForm) -> str:
    who, is_open = actor(), found.state in OPEN
    decides = allows(POLICY, Permission.REWARD_DECIDE, who, found)
    gives = allows(POLICY, Permission.REWARD_HAND_OVER, who, found)
    return render_template(
        "mileage/reward_requests/show.html",
        view=request_view(found),
        asked=found,
        form=form,
        handover=handover,
        may_approve=decides
        and found.state is RewardState.RESERVED
        and not is_expired(found.state, found.hold_until, clock.today()),
        may_refuse=decides and is_open,
        may_cancel=found.state is RewardState.RESERVED and allows(POLICY, Permission.REWARD_CANCEL, who, found),
        asks_tower=found.state is RewardState.APPROVED and who.id == found.requester_id,
        may_hand_over=gives and found.state is RewardState.APPROVED,
    )


def _done(found: RewardRequest, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for(".show_reward_request", request_id=found.id))
