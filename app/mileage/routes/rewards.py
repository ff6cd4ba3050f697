"""보상 품목과 운영기준: the catalogue for everybody, its editor for the control tower."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.errors import Conflict
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.mileage import services
from app.mileage.enums import Permission, RewardKind
from app.mileage.forms.rewards import NewRewardForm, RewardForm, RewardRequestForm, RewardTermsForm
from app.mileage.models import Reward
from app.mileage.policy import POLICY
from app.mileage.queries import rewards as queries
from app.mileage.queries.reward_requests import offered_scopes
from app.mileage.routes import bp
from app.mileage.services.reward_catalogue import RewardText


@bp.get("/mileage/rewards")
def list_rewards() -> ResponseReturnValue:
    """Show what points buy today, what the reader can afford and what is missing."""
    who = actor()
    standing, terms = queries.standing_of(who.id), queries.terms_for(who.id)
    may_offer = allows(POLICY, Permission.REWARD_OFFER, who)
    return render_template(
        "mileage/rewards/list.html",
        offered=queries.catalogue(standing, terms),
        others=queries.not_offered() if may_offer else (),
        standing=standing,
        terms=terms,
        scopes=offered_scopes(who),
        may_offer=may_offer,
        may_request=allows(POLICY, Permission.REWARD_REQUEST, who),
        may_export=allows(POLICY, Permission.REWARD_EXPORT, who),
        year=clock.today().year,
        today=clock.today(),
    )


@bp.get("/mileage/rewards/<int:reward_id>")
def show_reward(reward_id: int) -> ResponseReturnValue:
    """Show one edition of a reward, and how to ask for it."""
    return reward_page(queries.reward_or_404(reward_id), RewardRequestForm())


@bp.get("/mileage/rewards/new")
def new_reward() -> ResponseReturnValue:
    """Ask for a new reward."""
    return _form_page(NewRewardForm(data={"valid_from": clock.today()}), None)


@bp.post("/mileage/rewards")
def create_reward() -> ResponseReturnValue:
    """Put a reward into the catalogue."""
    form = NewRewardForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            reward = services.offer_reward(actor=actor(), code=form.code.data, text=_text(form))
            flash(str(_("The reward is in the catalogue.")), "success")
            return redirect(url_for(".show_reward", reward_id=reward.id))
    return _form_page(form, None), 422


@bp.get("/mileage/rewards/<int:reward_id>/edit")
def edit_reward(reward_id: int) -> ResponseReturnValue:
    """Ask for other terms, from the last edition on."""
    reward = queries.reward_or_404(reward_id)
    return _form_page(RewardForm(obj=reward), reward)


@bp.post("/mileage/rewards/<int:reward_id>/editions")
def create_reward_edition(reward_id: int) -> ResponseReturnValue:
    """Enter another edition; what was requested keeps its own."""
    reward, form, code = queries.reward_or_404(reward_id), RewardForm(), 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                edition = services.change_reward(reward=reward, actor=actor(), text=_text(form))
                flash(
                    str(_("The new terms are in the catalogue. What was requested before keeps its terms.")), "success"
                )
                return redirect(url_for(".show_reward", reward_id=edition.id))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return _form_page(form, reward), code


@bp.get("/mileage/reward-terms/new")
def new_reward_terms() -> ResponseReturnValue:
    """Show the terms and ask for others."""
    now = queries.terms_on()
    data = {"valid_from": clock.today(), "yearly_cap_won": now.yearly_cap_won, "hold_days": now.hold_days}
    return _terms_page(RewardTermsForm(data=data))


@bp.post("/mileage/reward-terms")
def create_reward_terms() -> ResponseReturnValue:
    """Set the terms from a day on."""
    form = RewardTermsForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_reward_terms(
                actor=actor(), terms=form.terms(), valid_from=form.valid_from.data, reason=form.reason.data
            )
            flash(str(_("The terms of rewards are set.")), "success")
            return redirect(url_for(".new_reward_terms"))
    return _terms_page(form), 422


def reward_page(reward: Reward, form: RewardRequestForm) -> str:
    """Render the page of a reward with what the reader lacks for it."""
    who, today = actor(), clock.today()
    standing, terms = queries.standing_of(who.id), queries.terms_for(who.id)
    holding = queries.edition_in_force(reward.code, today)
    may_request = allows(POLICY, Permission.REWARD_REQUEST, who)
    form.wish.flags.required = reward.kind is RewardKind.POST
    return render_template(
        "mileage/rewards/show.html",
        reward=reward,
        offered=queries.offered_now(reward, standing, terms),
        standing=standing,
        terms=terms,
        form=form,
        editions=queries.editions_of(reward.code),
        newer=holding if holding is not None and holding.id != reward.id else None,
        may_request=may_request,
        may_offer=allows(POLICY, Permission.REWARD_OFFER, who),
    )


def _text(form: RewardForm) -> RewardText:
    return RewardText(kind=form.kind.data, name=form.name.data, description=form.description.data, offer=form.offer())


def _form_page(form: RewardForm, reward: Reward | None) -> str:
    return render_template("mileage/rewards/form.html", form=form, reward=reward)


def _terms_page(form: RewardTermsForm) -> str:
    return render_template("mileage/rewards/terms.html", form=form, now=queries.terms_on(), rows=queries.terms_set())
