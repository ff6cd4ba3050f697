"""적립항목 편집: for the control tower; everybody reads the versions."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.errors import Conflict
from app.core.i18n import language
from app.core.messages import _
from app.core.values import Value
from app.core.web import actor, own_transactions, showing_refusal
from app.mileage import services
from app.mileage.enums import ItemTrigger, Permission
from app.mileage.forms.items import ItemEndForm, ItemForm, NewItemForm
from app.mileage.models import MileageItem
from app.mileage.policy import POLICY
from app.mileage.queries.item_previews import ItemPreview, preview
from app.mileage.queries.item_versions import changes_of, feeds_promotion, latest_version, versions_of
from app.mileage.queries.items import item_or_404
from app.mileage.routes import bp
from app.mileage.rules.formulas import bands_text
from app.mileage.rules.item_changes import ONE_DAY


@bp.get("/mileage/items/<int:item_id>")
def show_item(item_id: int) -> ResponseReturnValue:
    """Show a version, the other versions and why they were made."""
    item = item_or_404(item_id)
    versions = versions_of(item.code)
    return render_template(
        "mileage/items/show.html",
        item=item,
        versions=versions,
        changes=changes_of(item.code),
        promotes=feeds_promotion(item),
        bands=bands_text(item.reckoning.bands),
        labels={value.value: value.label for value in Value},
        reader=language(),
        claimable=_is_claimable(item),
        may_change=allows(POLICY, Permission.ITEM_CHANGE, actor()) and versions[0].valid_until is None,
    )


def _is_claimable(item: MileageItem) -> bool:
    """Whether the reader may claim the item, as it holds today."""
    holds = item.valid_from <= clock.today() and (item.valid_until is None or item.valid_until >= clock.today())
    return holds and item.trigger is ItemTrigger.CLAIM and allows(POLICY, Permission.CLAIM_WRITE, actor())


@bp.get("/mileage/items/new")
def new_item() -> ResponseReturnValue:
    """Ask for a new item."""
    return _form_page(NewItemForm(data={"takes_effect_on": clock.today()}), None)


@bp.post("/mileage/items")
def create_item() -> ResponseReturnValue:
    """Enter a new item."""
    form = NewItemForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            item = services.enter_item(
                actor=actor(), code=form.code.data, subject=form.subject.data, terms=form.terms(), change=form.change()
            )
            flash(str(_("The item is entered.")), "success")
            return redirect(url_for(".show_item", item_id=item.id))
    return _form_page(form, None), 422


@bp.get("/mileage/items/<int:item_id>/edit")
def edit_item(item_id: int) -> ResponseReturnValue:
    """Ask for other terms, from those of the last version on."""
    item, form = _last(item_id), ItemForm()
    form.fill(item, feeds_promotion=feeds_promotion(item))
    form.takes_effect_on.data = _first_day(item)
    return _form_page(form, item)


@bp.post("/mileage/items/<int:item_id>/versions")
def create_item_version(item_id: int) -> ResponseReturnValue:
    """Enter another version; what was paid keeps the terms of its day."""
    item, form, code = item_or_404(item_id), ItemForm(), 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                version = services.change_item(item=item, actor=actor(), terms=form.terms(), change=form.change())
                flash(str(_("The new terms are entered. What was paid keeps the terms of its day.")), "success")
                return redirect(url_for(".show_item", item_id=version.id))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return _form_page(form, item), code


@bp.post("/mileage/items/<int:item_id>/previews")
@own_transactions
def create_item_preview(item_id: int) -> ResponseReturnValue:
    """Show what last year would have paid under what was typed; nothing is saved."""
    item, form, seen = item_or_404(item_id), ItemForm(), None
    if form.validate_preview():
        year = clock.today().year - 1
        seen = preview(item, formula=form.reckoning(), caps=form.caps(), year=year)
    return _form_page(form, item, seen), 422 if form.errors else 200


@bp.get("/mileage/items/<int:item_id>/end")
def end_item(item_id: int) -> ResponseReturnValue:
    """Ask from when the item no longer holds."""
    item, form = _last(item_id), ItemEndForm()
    form.takes_effect_on.data = _first_day(item)
    return _end_page(form, item)


@bp.post("/mileage/items/<int:item_id>/ends")
def create_item_end(item_id: int) -> ResponseReturnValue:
    """Let the item end."""
    item, form, code = item_or_404(item_id), ItemEndForm(), 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                services.end_item(item=item, actor=actor(), change=form.change())
                flash(str(_("The item ends. What it paid stays.")), "success")
                return redirect(url_for(".show_item", item_id=item.id))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return _end_page(form, item), code


def _first_day(item: MileageItem) -> date:
    """Return the first day on which a change of the version may hold."""
    return max(clock.today(), item.valid_from) + ONE_DAY


def _last(item_id: int) -> MileageItem:
    """Load the item and return its last version: the one that can be changed."""
    item = item_or_404(item_id)
    return latest_version(item.code) or item


def _form_page(form: ItemForm, item: MileageItem | None, seen: ItemPreview | None = None) -> str:
    promotes = item is not None and feeds_promotion(item)
    return render_template(
        "mileage/items/form.html", form=form, item=item, seen=seen, promotes=promotes, reader=language()
    )


def _end_page(form: ItemEndForm, item: MileageItem) -> str:
    return render_template(
        "mileage/items/end.html", form=form, item=item, promotes=feeds_promotion(item), reader=language()
    )
