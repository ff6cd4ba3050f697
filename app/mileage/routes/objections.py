"""적립 이의신청: lists, the form and the page of an objection."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor
from app.core.forms import Form, offer
from app.core.i18n import language
from app.core.messages import _
from app.core.numbers import LARGEST_ID
from app.core.web import actor, code_of, keeping_words
from app.mileage.enums import ObjectionKind, ObjectionState, Permission
from app.mileage.forms.objections import MissingObjectionForm, ObjectionAnswerForm, RowObjectionForm
from app.mileage.models import Objection
from app.mileage.policy import POLICY
from app.mileage.queries import objections as queries
from app.mileage.queries.cuts import CutView, cut_or_404
from app.mileage.queries.items import claimable_items
from app.mileage.queries.mileage_terms import terms_for, terms_now
from app.mileage.queries.objections import ObjectionScope, objection_or_404, objection_view
from app.mileage.queries.statements import AccountView, account_or_404, own_account
from app.mileage.queries.transfers import TransferView, transfer_or_404
from app.mileage.routes import bp
from app.mileage.rules.objections import last_day
from app.mileage.services import objections as services
from app.mileage.services.objections import Ground


@bp.get("/mileage/objections")
def list_objections() -> ResponseReturnValue:
    """List objections: one's own, those that wait, or all for those who read every account."""
    who = actor()
    reads_all, scope = access.allows(POLICY, Permission.ACCOUNT_LIST, who), wanted_objections(who)
    page = queries.objections_page(scope, who, request.args.get("cursor"))
    following = url_for(".list_objections", scope=scope, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/objections/list.html",
        rows=page.rows,
        scope=scope,
        scopes=tuple(ObjectionScope) if reads_all else (),
        terms=terms_now(),
        today=clock.today(),
        next_url=following,
    )


def wanted_objections(who: Actor) -> ObjectionScope:
    """Return which objections the address asks for: one's own but for those who read every account."""
    asked = request.args.get("scope", "")
    reads_all = access.allows(POLICY, Permission.ACCOUNT_LIST, who)
    return ObjectionScope(asked) if reads_all and asked in set(ObjectionScope) else ObjectionScope.MINE


@bp.get("/mileage/objections/new")
def new_objection() -> ResponseReturnValue:
    """Ask what is wrong with a row, or which fact is missing."""
    account, row = _writable(), _row()
    return _form_page(account, row, MissingObjectionForm() if row is None else RowObjectionForm(formdata=None))


@bp.post("/mileage/objections")
def create_objection() -> ResponseReturnValue:
    """Hand an objection in."""
    account, row = _writable(), _row()
    form = MissingObjectionForm() if row is None else RowObjectionForm()
    if form.validate_on_submit():
        with keeping_words(form):
            ground = _ground(row, form)
            made = services.object_to(account=account, ground=ground, actor=actor(), reason=form.reason.data)
            flash(str(_("The control tower answers by %(day)s.", day=made.answer_by)), "success")
            return redirect(url_for(".show_objection", objection_id=made.id))
    return _form_page(account, row, form), code_of(form)


@bp.get("/mileage/objections/<int:objection_id>")
def show_objection(objection_id: int) -> ResponseReturnValue:
    """Show an objection and its answer."""
    return _page(objection_or_404(objection_id, actor()), ObjectionAnswerForm())


@bp.post("/mileage/objections/<int:objection_id>/answers")
def create_objection_answer(objection_id: int) -> ResponseReturnValue:
    """Uphold or reject an objection."""
    objection, form = objection_or_404(objection_id, actor()), ObjectionAnswerForm()
    access.require(POLICY, Permission.OBJECTION_ANSWER, actor(), objection_view(objection))
    _offer_items(form, objection)
    if form.validate_on_submit():
        with keeping_words(form):
            services.answer_objection(objection=objection, actor=actor(), answer=form.answer())
            flash(str(_("The objection is answered. The objector reads it.")), "success")
            return redirect(url_for(".show_objection", objection_id=objection.id))
    return _page(objection, form), code_of(form)


@bp.post("/mileage/objections/<int:objection_id>/withdrawals")
def create_objection_withdrawal(objection_id: int) -> ResponseReturnValue:
    """Take an objection back."""
    objection = objection_or_404(objection_id, actor())
    form = ObjectionAnswerForm(formdata=None)
    with keeping_words(form):
        services.withdraw_objection(objection=objection, actor=actor())
        flash(str(_("The objection is withdrawn.")), "success")
        return redirect(url_for(".show_objection", objection_id=objection.id))
    return _page(objection, form), code_of(form)


@bp.post("/mileage/objections/<int:objection_id>/claims")
def create_objection_claim(objection_id: int) -> ResponseReturnValue:
    """Draft the claim an upheld objection came to."""
    objection = objection_or_404(objection_id, actor())
    form = ObjectionAnswerForm(formdata=None)
    with keeping_words(form):
        claim = services.claim_upheld(objection=objection, actor=actor())
        flash(str(_("The claim is drafted. Add evidence and hand it in.")), "success")
        return redirect(url_for(".edit_claim", claim_id=claim.id))
    return _page(objection, form), code_of(form)


def _writable() -> AccountView:
    """Return the account it is about: the actor's own where none is named. Those who only read it get 403."""
    given = request.values.get("account", "")
    account = account_or_404(_id(given), actor()) if given else own_account(actor())
    access.require(POLICY, Permission.OBJECTION_WRITE, actor(), account)
    return account


def _row() -> TransferView | CutView | None:
    """Return the row that was asked about; None where a fact is missing. Raises `Missing` for rows of others."""
    for name, load in (("transfer", transfer_or_404), ("cut", cut_or_404)):
        given = request.values.get(name, "")
        if given:
            found: TransferView | CutView = load(_id(given), actor())
            return found
    return None


def _id(text: str) -> int:
    """Read an id from the address; 0, which nothing has, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and int(text) <= LARGEST_ID else 0


def _ground(row: TransferView | CutView | None, form: Form) -> Ground:
    if isinstance(row, TransferView):
        return Ground(transfer=row.transfer)
    if isinstance(row, CutView):
        return Ground(cut=row.cut)
    return Ground(fact=form.fact.data, happened_on=form.happened_on.data)


def _form_page(account: AccountView, row: TransferView | CutView | None, form: Form) -> str:
    terms = terms_for(actor().id)
    form.account.data = account.id or ""
    if row is not None:
        form.transfer.data, form.cut.data = (row.transfer.id, "") if isinstance(row, TransferView) else ("", row.cut.id)
    ground = _ground(row, form) if row is not None else None
    return render_template(
        "mileage/objections/form.html",
        account=account,
        transfer=row.transfer if isinstance(row, TransferView) else None,
        cut=row.cut if isinstance(row, CutView) else None,
        form=form,
        terms=terms,
        until=last_day(ground.posted_on, terms) if ground else None,
        today=clock.today(),
        reader=language(),
    )


def _offer_items(form: ObjectionAnswerForm, objection: Objection) -> None:
    reader = language()
    found = claimable_items(objection.happened_on, with_departments=True)
    items = [item for item in found if not item.reckoning.needs_figure]
    offer(form.item_id, [(item.id, f"{item.code} {item.name(reader)}") for item in items], blank=True)


def _page(objection: Objection, form: ObjectionAnswerForm) -> str:
    who, view = actor(), objection_view(objection)
    is_open = objection.state is ObjectionState.RECEIVED
    may_answer = is_open and access.allows(POLICY, Permission.OBJECTION_ANSWER, who, view)
    if may_answer:
        _offer_items(form, objection)
    mine = access.allows(POLICY, Permission.OBJECTION_WITHDRAW, who, objection)
    reads_all = access.allows(POLICY, Permission.ACCOUNT_LIST, who)
    return render_template(
        "mileage/objections/show.html",
        view=view,
        objection=objection,
        form=form,
        may_answer=may_answer,
        may_withdraw=is_open and mine,
        may_claim=mine and objection.item_id is not None and objection.claim_id is None,
        nobody_free=is_open and reads_all and not may_answer and not queries.free_answerers(view),
        kinds=ObjectionKind,
        today=clock.today(),
    )
