"""정정안: entering a proposed correction, and taking it back."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import offices_of
from app.core.errors import Missing
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.evaluation.enums import CorrectionKind, Method, Permission
from app.evaluation.forms.reopenings import FORMS, EntryForm, MeasureEntryForm
from app.evaluation.models import Composition, EvaluationRound, RoundReopening
from app.evaluation.queries import reopenings as queries
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import compositions_of, members_of
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.routes import bp
from app.evaluation.rules.reopenings import OFFERED, Scope
from app.evaluation.services import reopening_entries as services
from app.evaluation.services.measures import rows_of_department
from app.files.services import store_uploads


@bp.get("/rounds/<int:round_id>/reopenings/<int:reopening_id>/entries/new")
def new_reopening_entry(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Ask what is to count instead."""
    record, found = _found(round_id, reopening_id)
    return _page(record, found, _form(found, formdata=False))


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/entries")
def create_reopening_entry(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Propose a correction."""
    record, found = _found(round_id, reopening_id)
    form = _form(found, formdata=True)
    _offer(record, found, form)
    if form.validate_on_submit():
        with keeping_words(form):
            draft = form.draft(_rows(record, form))
            row = services.enter(actor=actor(), record=record, reopening=found, draft=draft)
            store_uploads(uploads=form.uploads(), subject_type=services.SUBJECT, subject_id=row.id, actor=actor())
            flash(str(_("Entered. It counts when the second person has confirmed what moves.")), "success")
            return redirect(url_for(".show_reopening", round_id=round_id, reopening_id=reopening_id))
    return _page(record, found, form), code_of(form)


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/entries/<int:entry_id>/removals")
def create_reopening_entry_removal(round_id: int, reopening_id: int, entry_id: int) -> ResponseReturnValue:
    """Take an entry back."""
    _record, found = _found(round_id, reopening_id)
    services.take_back(actor=actor(), reopening=found, entry_id=entry_id)
    flash(str(_("The entry is taken back.")), "success")
    return redirect(url_for(".show_reopening", round_id=round_id, reopening_id=reopening_id))


def _found(round_id: int, reopening_id: int) -> tuple[EvaluationRound, RoundReopening]:
    """Return the reopening to people who may enter something: the control tower, and departments it is for."""
    record = round_or_404(round_id)
    found = queries.reopening_or_404(record, reopening_id, actor())
    if not (_is_tower() or queries.concerns(actor(), found, queries.scope_of(found.id))):
        raise Missing(_("There is no such reopening."))
    return record, found


def _is_tower() -> bool:
    return access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor())


def _kinds(scope: Scope) -> list[CorrectionKind]:
    """Return what the actor may enter: the control tower what the scope says, departments their measures."""
    return [kind for kind in OFFERED if kind in scope.kinds and (_is_tower() or kind is CorrectionKind.MEASURE)]


def _form(found: RoundReopening, *, formdata: bool) -> EntryForm:
    kinds = _kinds(queries.scope_of(found.id))
    named = request.args.get("kind", "")
    chosen = next((kind for kind in kinds if kind.value == named), kinds[0] if kinds else None)
    if chosen is None:
        raise Missing(_("There is no such reopening."))
    return FORMS[chosen]() if formdata else FORMS[chosen](formdata=None)


def _rows(record: EvaluationRound, form: EntryForm) -> Mapping[int, Composition]:
    if not isinstance(form, MeasureEntryForm):
        return {}
    return rows_of_department(record, form.department_id.data)


def _offer(record: EvaluationRound, found: RoundReopening, form: EntryForm) -> None:
    scope, who = queries.scope_of(found.id), actor()
    rows = compositions_of(record.id)
    if "department_id" in form:
        units = {m.department_id: m.department for m in members_of(record)}
        mine = set(units) - offices_of(who) if _is_tower() else queries.concerns(who, found, scope)
        offer(
            form.department_id,
            [
                (key, name)
                for key, name in units.items()
                if key in mine and (not scope.departments or key in scope.departments)
            ],
            blank=True,
        )
    if "indicator_id" in form:
        typed = {
            row.indicator_id: f"{row.code} {row.name}"
            for row in rows
            if form.kind is not CorrectionKind.MEASURE or row.method is not Method.PANEL
        }
        offer(
            form.indicator_id,
            [(key, name) for key, name in typed.items() if not scope.indicators or key in scope.indicators],
            blank=True,
        )
    for name in ("peer_group_id", "group_id"):
        if name in form:
            offer(form[name], queries.group_names(record.id).items(), blank=True)
    if "inside" in form:
        codes = {row.code: f"{row.code} {row.name}" for row in rows}
        form.inside.choices = [("", _("(none)")), *codes.items()]


def _page(record: EvaluationRound, found: RoundReopening, form: EntryForm) -> str:
    _offer(record, found, form)
    return render_template(
        "evaluation/reopenings/entry.html",
        record=record,
        reopening=found,
        form=form,
        kinds=_kinds(queries.scope_of(found.id)),
    )
