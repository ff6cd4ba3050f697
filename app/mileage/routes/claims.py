"""적립신청: lists, the form and the page of a claim."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, true
from werkzeug.datastructures import MultiDict

from app.core import access, clock
from app.core.access import Actor, Role, offices_of
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.drafts.queries import Kept, own_draft
from app.drafts.services import discard_draft
from app.files.queries import evidence_of
from app.files.services import store_uploads
from app.mileage import services
from app.mileage.enums import ClaimState, ItemSubject, PanelOutcome, Permission
from app.mileage.forms import ClaimForm, ReasonForm
from app.mileage.forms.claim_panels import PanelForm, PanelVoteForm
from app.mileage.models import Claim, MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries import claims as queries
from app.mileage.queries.claim_deputies import stands_in_for_somebody
from app.mileage.queries.claim_panels import panel_of, terms_for
from app.mileage.queries.claims import EVIDENCE_SUBJECT, claim_or_404, claim_view, claims_page
from app.mileage.queries.items import claimable_items, item_on, item_or_404
from app.mileage.queries.people import people_on
from app.mileage.queries.twins import paid_already, twins_of
from app.mileage.routes import bp
from app.mileage.rules.claim_deciders import Place
from app.mileage.rules.claim_panels import needs_panel
from app.mileage.rules.claims import EDITABLE, UNDECIDED, check_editing
from app.mileage.rules.shares import split
from app.mileage.services.claims import ClaimText

Scope = Callable[[Actor], ColumnElement[bool]]

SCOPES: dict[str, tuple[Message, Scope]] = {
    "mine": (_("My claims"), queries.mine),
    "to-confirm": (_("To confirm"), queries.to_confirm),
    "to-verify": (_("To verify"), queries.to_verify),
    "as-deputy": (_("As deputy"), queries.to_decide_as_deputy),
    "entered": (_("Read in by me"), queries.entered),
    "all": (_("All I may see"), lambda _actor: true()),
}


@bp.get("/mileage/claims")
def list_claims() -> ResponseReturnValue:
    """List claims: one's own, those that wait for one, or all one may see."""
    who, scope = actor(), wanted_scope()
    page = claims_page(SCOPES[scope][1](who), who, cursor=request.args.get("cursor"))
    scopes = {key: label for key, (label, _scope) in SCOPES.items() if _is_offered(key, who)}
    following = url_for(".list_claims", scope=scope, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/claims/list.html",
        rows=page.rows,
        scope=scope,
        scopes=scopes,
        next_url=following,
        may_write=access.allows(POLICY, Permission.CLAIM_WRITE, who),
        sets_panels=who.has(Role.CONTROL_TOWER) or who.has(Role.AUDITOR),
        sees_deputies=any(map(who.has, (Role.HEAD, Role.CONTROL_TOWER, Role.AUDITOR))) or "as-deputy" in scopes,
        reader=language(),
    )


def wanted_scope() -> str:
    """Return which claims the address asks for."""
    scope = request.args.get("scope", "mine")
    return scope if scope in SCOPES else "mine"


@bp.get("/mileage/claims/new")
def new_claim() -> ResponseReturnValue:
    """Ask what is claimed, with the draft if there is one."""
    kept = own_draft(actor(), _draft_name(None))
    if kept is not None:
        return _form_page(_claim_form(formdata=MultiDict(kept.payload)), None, kept)
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
    """Show the form of a draft or returned claim, with what was begun to change."""
    claim = _own_claim(claim_id)
    check_editing(claim.state)
    kept = own_draft(actor(), _draft_name(claim))
    if kept is not None:
        return _form_page(_claim_form(formdata=MultiDict(kept.payload)), claim, kept)
    form = _claim_form(obj=claim)
    for entry, sharer in zip(form.shares, queries.sharers_of(claim.id), strict=False):
        entry.form.person_id.data, entry.form.share.data = sharer.person_id, sharer.share
    if claim.figure is not None:
        form.points.data = None
    return _form_page(form, claim)


@bp.post("/mileage/claims/<int:claim_id>")
def update_claim(claim_id: int) -> ResponseReturnValue:
    """Change a draft or returned claim, and hand it in where asked to."""
    claim, form = _own_claim(claim_id), _claim_form()
    if form.validate_on_submit():
        with keeping_words(form):
            services.edit_claim(claim=claim, actor=actor(), text=_text(form))
            return _kept(form, claim)
    return _form_page(form, claim), code_of(form)


def claim_page(
    claim: Claim,
    form: ReasonForm,
    *,
    asked: str = "",
    convening: PanelForm | None = None,
    voting: PanelVoteForm | None = None,
) -> str:
    """Render the page of a claim with the actions the actor may take now; `asked` names the one that was refused."""
    who, view = actor(), claim_view(claim)
    confirms, verifies, place = _decisions(claim, view, who)
    twins = twins_of(claim, who) if confirms or verifies else ()
    awards = paid_already(claim) if confirms or verifies else ()
    pays_own = view.item.subject is ItemSubject.DEPARTMENT and claim.department_id in offices_of(who)
    stands_in = confirms and not who.heads(claim.department_id) and place.deputy_for_id is None
    heads_it = verifies and who.heads(claim.department_id)
    stands_apart = not (pays_own or heads_it) and who.id not in {claim.confirmer_id, claim.confirmed_for_id}
    panel = panel_of(claim) if view.had_panel else None
    is_needed = verifies and panel is None and _needs_panel(claim, view)
    own = access.allows(POLICY, Permission.CLAIM_EDIT, who, claim)
    return render_template(
        "mileage/claims/show.html",
        view=view,
        claim=claim,
        form=form,
        asked=asked,
        place=place,
        heads_it=heads_it,
        panel=panel,
        voices=panel.shown(who.id) if panel else (),
        voting=(voting or PanelVoteForm(formdata=None))
        if panel and panel.may_vote(who.id) and claim.state in UNDECIDED
        else None,
        convening=(convening or PanelForm(formdata=None))
        if is_needed and stands_apart and who.has(Role.CONTROL_TOWER)
        else None,
        panel_refusal=convening or voting,
        derivation=view.item.reckoning.told(claim.figure),
        parts=split(claim.points, {sharer.person_id: sharer.share for sharer in view.sharers}) if view.sharers else {},
        next_step=_next_step(claim, has_panel=panel is not None and not panel.is_over),
        evidence=evidence_of(EVIDENCE_SUBJECT, [claim.id])[claim.id],
        may_edit=own and claim.state in EDITABLE,
        may_withdraw=own and claim.state in UNDECIDED,
        twins=twins,
        awards=awards,
        departs=panel is not None and panel.outcome is PanelOutcome.AGAINST,
        asks_reason=bool(awards) or any(twin.asks_reason for twin in twins),
        reads_accounts=access.allows(POLICY, Permission.ACCOUNT_LIST, who),
        pays_own=pays_own and (verifies or stands_in),
        stands_in=stands_in,
        may_confirm=confirms and not (stands_in and pays_own),
        may_verify=verifies and stands_apart and not is_needed and (panel is None or panel.is_over),
        may_return=confirms or (verifies and (panel is None or panel.is_over)),
        reader=language(),
    )


def _next_step(claim: Claim, *, has_panel: bool) -> Message | None:
    """Say who is asked now; None where nobody is."""
    if claim.state not in UNDECIDED:
        return None
    if claim.state is ClaimState.SUBMITTED and not claim.skips_head:
        return _("Next: the head of the department confirms.")
    if has_panel:
        return _("Next: the panel votes, then the control tower verifies.")
    return _("Next: the control tower verifies, and the points are posted.")


def _needs_panel(claim: Claim, view: queries.ClaimView) -> bool:
    terms = terms_for(claim, view.party_ids) if view.panels_were_on else ()
    return any(needs_panel(one, item_code=view.item.code, points=claim.points) for one in terms)


def _decisions(claim: Claim, view: queries.ClaimView, who: Actor) -> tuple[bool, bool, Place]:
    """Return whether the actor confirms, whether they verify, and in whose place, or who does so in theirs."""
    confirms = verifies = False
    place = Place()
    if who.id in view.party_ids:
        return confirms, verifies, place
    if claim.state is ClaimState.SUBMITTED and not claim.skips_head:
        confirmation = queries.confirmation_of(claim, who, view.party_ids)
        confirms, place = access.allows(POLICY, Permission.CLAIM_CONFIRM, who, confirmation), confirmation.place
        has_the_right = who.heads(claim.department_id)
    elif claim.state in {ClaimState.SUBMITTED, ClaimState.CONFIRMED}:
        verification = queries.verification_of(claim, who, view.party_ids)
        verifies, place = access.allows(POLICY, Permission.CLAIM_VERIFY, who, verification), verification.place
        has_the_right = who.has(Role.CONTROL_TOWER)
    else:
        return confirms, verifies, place
    if has_the_right:
        rests = bool(place.deputy)
        return confirms and not rests, verifies and not rests, replace(place, deputy_for_id=None)
    return confirms, verifies, place


def _own_claim(claim_id: int) -> Claim:
    claim = claim_or_404(claim_id, actor())
    access.require(POLICY, Permission.CLAIM_EDIT, actor(), claim)
    return claim


def _claim_form(**options: Any) -> ClaimForm:
    form, who, reader = ClaimForm(**options), actor(), language()
    departmental = access.allows(POLICY, Permission.CLAIM_WRITE_DEPARTMENT, who)
    items = claimable_items(with_departments=departmental)
    people = people_on(clock.today())
    form.offer_choices([(item.id, _offered(item, reader)) for item in items], list(people.items()))
    return form


def _offered(item: MileageItem, reader: str) -> str:
    """Return the item as it stands in the list, with the figure it counts, if any."""
    counted = f" ({item.figure_name})" if item.figure_name else ""
    return f"{item.code} {item.name(reader)}{counted}"


def _text(form: ClaimForm) -> ClaimText:
    chosen = item_or_404(form.item_id.data)
    item = item_on(chosen.code, form.happened_on.data) or chosen
    return ClaimText(
        item=item,
        title=form.title.data,
        description=form.description.data,
        happened_on=form.happened_on.data,
        points=item.points if form.points.data is None else form.points.data,
        figure=form.figure.data,
        shares=form.share_map(),
    )


def _kept(form: ClaimForm, claim: Claim) -> ResponseReturnValue:
    # A new claim was begun under its own name, a change of it under the claim's: both end here.
    discard_draft(actor=actor(), form=request.form.get("draft") or _draft_name(claim))
    store_uploads(uploads=form.uploads(), subject_type=EVIDENCE_SUBJECT, subject_id=claim.id, actor=actor())
    if request.form.get("intent") == "submit":
        services.submit_claim(claim=claim, actor=actor())
        flash(str(_("The claim is handed in.")), "success")
    else:
        flash(str(_("The claim is saved as a draft.")), "success")
    return redirect(url_for(".show_claim", claim_id=claim.id))


def _form_page(form: ClaimForm, claim: Claim | None, kept: Kept | None = None) -> str:
    begun_at = url_for(".new_claim") if claim is None else url_for(".edit_claim", claim_id=claim.id)
    return render_template(
        "mileage/claims/form.html",
        form=form,
        claim=claim,
        draft=_draft_name(claim),
        kept=kept,
        begun_at=begun_at,
    )


def _draft_name(claim: Claim | None) -> str:
    return "claim" if claim is None else f"claim-{claim.id}"


def _is_offered(scope: str, who: Actor) -> bool:
    if scope == "to-confirm":
        return bool(who.headed_department_ids) or who.has(Role.CONTROL_TOWER)
    if scope == "entered":
        return access.allows(POLICY, Permission.CLAIM_WRITE, who)
    if scope == "as-deputy":
        return stands_in_for_somebody(who)
    return scope != "to-verify" or who.has(Role.CONTROL_TOWER)
