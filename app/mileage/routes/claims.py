"""적립신청: lists, the form and the page of a claim."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, true

from app.core import access, clock
from app.core.access import Actor, Role
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.files.services import store_uploads
from app.mileage import services
from app.mileage.enums import ClaimState, ItemSubject, Permission
from app.mileage.forms import ClaimForm, ReasonForm
from app.mileage.models import Claim
from app.mileage.policy import POLICY
from app.mileage.queries import claims as queries
from app.mileage.queries.claims import EVIDENCE_SUBJECT, claim_or_404, claim_view, claims_page
from app.mileage.queries.items import claimable_items, item_on, item_or_404
from app.mileage.queries.people import people_on
from app.mileage.queries.twins import paid_already, twins_of
from app.mileage.routes import bp
from app.mileage.rules.claims import EDITABLE, UNDECIDED
from app.mileage.services.claims import ClaimText

Scope = Callable[[Actor], ColumnElement[bool]]

SCOPES: dict[str, tuple[Message, Scope]] = {
    "mine": (_("My claims"), queries.mine),
    "to-confirm": (_("To confirm"), queries.to_confirm),
    "to-verify": (_("To verify"), queries.to_verify),
    "entered": (_("Read in by me"), queries.entered),
    "all": (_("All I may see"), lambda _actor: true()),
}


@bp.get("/mileage/claims")
def list_claims() -> ResponseReturnValue:
    """List claims: one's own, those that wait for one, or all one may see."""
    who, scope = actor(), request.args.get("scope", "mine")
    scope = scope if scope in SCOPES else "mine"
    page = claims_page(SCOPES[scope][1](who), who, cursor=request.args.get("cursor"))
    following = url_for(".list_claims", scope=scope, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/claims/list.html",
        rows=page.rows,
        scope=scope,
        scopes={key: label for key, (label, _scope) in SCOPES.items() if _is_offered(key, who)},
        next_url=following,
        may_write=access.allows(POLICY, Permission.CLAIM_WRITE, who),
        reader=language(),
    )


@bp.get("/mileage/claims/new")
def new_claim() -> ResponseReturnValue:
    """Ask what is claimed."""
    form = _claim_form()
    chosen = request.args.get("item", "")
    if chosen.isascii() and chosen.isdigit():
        form.item_id.data = int(chosen)
    return _form_page(form, None)


@bp.post("/mileage/claims")
def create_claim() -> ResponseReturnValue:
    """Draft a claim with its evidence, and hand it in where asked to."""
    form = _claim_form()
    if form.validate_on_submit():
        with showing_refusal(form):
            claim = services.write_claim(actor=actor(), text=_text(form))
            return _kept(form, claim)
    return _form_page(form, None), 422


@bp.get("/mileage/claims/<int:claim_id>")
def show_claim(claim_id: int) -> ResponseReturnValue:
    """Show a claim and what can be done with it."""
    return claim_page(claim_or_404(claim_id, actor()), ReasonForm())


@bp.get("/mileage/claims/<int:claim_id>/edit")
def edit_claim(claim_id: int) -> ResponseReturnValue:
    """Show the form of a draft or returned claim."""
    claim = _own_claim(claim_id)
    form = _claim_form(obj=claim)
    for entry, sharer in zip(form.shares, queries.sharers_of(claim.id), strict=False):
        entry.form.person_id.data, entry.form.share.data = sharer.person_id, sharer.share
    return _form_page(form, claim)


@bp.post("/mileage/claims/<int:claim_id>")
def update_claim(claim_id: int) -> ResponseReturnValue:
    """Change a draft or returned claim, and hand it in where asked to."""
    claim, form = _own_claim(claim_id), _claim_form()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.edit_claim(claim=claim, actor=actor(), text=_text(form))
            return _kept(form, claim)
    return _form_page(form, claim), 422


def claim_page(claim: Claim, form: ReasonForm) -> str:
    """Render the page of a claim with the actions the actor may take now."""
    who, view = actor(), claim_view(claim)
    decides = who.id not in {claim.claimant_id, view.entered_by_id, *view.sharer_ids}
    at_head = claim.state is ClaimState.SUBMITTED and not claim.skips_head
    at_tower = claim.state is ClaimState.CONFIRMED or (claim.state is ClaimState.SUBMITTED and claim.skips_head)
    confirms = (
        decides and at_head and access.allows(POLICY, Permission.CLAIM_CONFIRM, who, queries.confirmation_of(claim))
    )
    verifies = decides and at_tower and access.allows(POLICY, Permission.CLAIM_VERIFY, who, claim)
    twins = twins_of(claim, who) if confirms or verifies else ()
    awards = paid_already(claim) if confirms or verifies else ()
    pays_own = view.item.subject is ItemSubject.DEPARTMENT and who.department_id == claim.department_id
    stands_in = confirms and not who.heads(claim.department_id)
    own = access.allows(POLICY, Permission.CLAIM_EDIT, who, claim)
    return render_template(
        "mileage/claims/show.html",
        view=view,
        claim=claim,
        form=form,
        evidence=evidence_of(EVIDENCE_SUBJECT, [claim.id])[claim.id],
        may_edit=own and claim.state in EDITABLE,
        may_withdraw=own and claim.state in UNDECIDED,
        twins=twins,
        awards=awards,
        asks_reason=bool(awards) or any(twin.asks_reason for twin in twins),
        reads_accounts=access.allows(POLICY, Permission.ACCOUNT_LIST, who),
        pays_own=pays_own and (verifies or stands_in),
        stands_in=stands_in,
        may_confirm=confirms and not (stands_in and pays_own),
        may_verify=verifies and who.id != claim.confirmer_id and not pays_own,
        may_return=confirms or verifies,
        reader=language(),
    )


def _own_claim(claim_id: int) -> Claim:
    claim = claim_or_404(claim_id, actor())
    access.require(POLICY, Permission.CLAIM_EDIT, actor(), claim)
    return claim


def _claim_form(**options: Any) -> ClaimForm:
    form, who, reader = ClaimForm(**options), actor(), language()
    departmental = access.allows(POLICY, Permission.CLAIM_WRITE_DEPARTMENT, who)
    items = claimable_items(with_departments=departmental)
    people = people_on(clock.today())
    form.offer_choices([(item.id, f"{item.code} {item.name(reader)}") for item in items], list(people.items()))
    return form


def _text(form: ClaimForm) -> ClaimText:
    chosen = item_or_404(form.item_id.data)
    item = item_on(chosen.code, form.happened_on.data) or chosen
    return ClaimText(
        item=item,
        title=form.title.data,
        description=form.description.data,
        happened_on=form.happened_on.data,
        points=item.points if form.points.data is None else form.points.data,
        shares=form.share_map(),
    )


def _kept(form: ClaimForm, claim: Claim) -> ResponseReturnValue:
    store_uploads(uploads=form.uploads(), subject_type=EVIDENCE_SUBJECT, subject_id=claim.id, actor=actor())
    if request.form.get("intent") == "submit":
        services.submit_claim(claim=claim, actor=actor())
        flash(str(_("The claim is handed in.")), "success")
    else:
        flash(str(_("The claim is saved as a draft.")), "success")
    return redirect(url_for(".show_claim", claim_id=claim.id))


def _form_page(form: ClaimForm, claim: Claim | None) -> str:
    return render_template("mileage/claims/form.html", form=form, claim=claim)


def _is_offered(scope: str, who: Actor) -> bool:
    if scope == "to-confirm":
        return bool(who.headed_department_ids) or who.has(Role.CONTROL_TOWER)
    if scope == "entered":
        return access.allows(POLICY, Permission.CLAIM_WRITE, who)
    return scope != "to-verify" or who.has(Role.CONTROL_TOWER)
