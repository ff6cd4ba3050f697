"""평가표 as its evaluator sees it: the same pages for people of the office and from outside, at two desks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.access import Actor
from app.core.errors import Denied, Missing
from app.core.messages import Message, _
from app.core.web import code_of, keeping_words
from app.drafts.queries import own_draft
from app.drafts.services import discard_draft
from app.evaluation.enums import SheetState
from app.evaluation.forms.sheets import (
    AbstentionForm,
    ConflictForm,
    mark_name,
    marks,
    note_name,
    notes,
    sheet_form,
)
from app.evaluation.models import EvaluationRound, ScoreSheet
from app.evaluation.queries import sheets as queries
from app.evaluation.queries.kept_sheets import kept_versions
from app.evaluation.queries.measures import measure_rows
from app.evaluation.queries.sheets import SheetPlace
from app.evaluation.queries.stale_sheets import changes_since, corrected_values, later_changes
from app.evaluation.services import evidence
from app.evaluation.services import panels as services
from app.evaluation.services.sheet_rules import note_bounds
from app.evaluation.services.sheet_versions import declare_conflict, reopen_sheet


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where an evaluator sits: who asks, in which round, inside which frame, under which addresses.

    `endpoints`: the route of each action, by its name here.
    """

    actor: Actor
    record: EvaluationRound
    layout: str
    endpoints: Mapping[str, str]
    params: Mapping[str, Any]
    is_guest: bool = False
    """Whether somebody from outside sits here."""

    def url(self, action: str, **given: int) -> str:
        """Return the address of an action."""
        params: dict[str, Any] = {**self.params, **given}
        return url_for(self.endpoints[action], **params)

    def evidence_url(self, evidence_id: int) -> str:
        """Return the address of a file."""
        endpoint = "evaluation.show_panel_evidence" if self.is_guest else "files.show_evidence"
        return url_for(endpoint, evidence_id=evidence_id)

    def draft_url(self, form: str, action: str = "show_draft") -> str:
        """Return where a draft is kept, or discarded."""
        panel = {"show_draft": "evaluation.show_panel_draft", "create_discard": "evaluation.create_panel_draft_discard"}
        return url_for(panel[action] if self.is_guest else f"drafts.{action}", form=form)

    @property
    def sign_in_url(self) -> str:
        """Where a session that is over begins anew."""
        return url_for("evaluation.new_panel_sign_in" if self.is_guest else "accounts.new_sign_in")

    def sheet_url(self, action: str, place: SheetPlace) -> str:
        """Return the address of an action on a sheet."""
        return self.url(action, indicator_id=place.indicator_id, department_id=place.department_id)


def draft_name(place: SheetPlace) -> str:
    """Return under which name what is typed into a sheet is kept."""
    return f"sheet-{place.record.id}-{place.indicator_id}-{place.department_id}"


def list_page(desk: Desk) -> str:
    """Show what the evaluator was asked to score, with what is done."""
    rows = queries.sheet_rows(desk.record, desk.actor.id)
    given = [row for row in rows if row.state is SheetState.SUBMITTED and row.closed_at is not None]
    counts = later_changes(desk.record, [(row.department_id, row.closed_at) for row in given if row.closed_at])
    stale = {(row.indicator_id, row.department_id) for row, count in zip(given, counts, strict=True) if count}
    return render_template("evaluation/panels/list.html", desk=desk, record=desk.record, rows=rows, stale=stale)


def place_at(desk: Desk, indicator_id: int, department_id: int) -> SheetPlace:
    """Return a sheet of the evaluator. Raises Missing for what they are not asked, Denied where they are blocked."""
    place = queries.sheet_place(desk.record, desk.actor.id, indicator_id, department_id)
    if place is None:
        raise Missing(_("This is not among what you were asked to score."))
    if place.is_own:
        raise Denied(
            _("You belong to this department, did since the round began, or declared a conflict: you cannot score it.")
        )
    return place


def show(desk: Desk, place: SheetPlace) -> str:
    """Show a sheet: evidence left, criteria right, progress below; what was typed last is there again."""
    criteria = services.criteria_of(place.indicator_id)
    kept = own_draft(desk.actor, draft_name(place)) if place.is_open else None
    if kept is not None:
        return sheet_page(desk, place, sheet_form(criteria)(formdata=MultiDict(kept.payload)), kept=kept)
    values: dict[str, Any] = {}
    if place.sheet is not None:
        given = services.entries_of(place.sheet)
        values = {"note": place.sheet.note}
        for row in criteria:
            values[mark_name(row.id)], values[note_name(row.id)] = given.get(row.id, (None, ""))
    return sheet_page(desk, place, sheet_form(criteria)(formdata=None, data=values))


def save(desk: Desk, place: SheetPlace) -> ResponseReturnValue:
    """Keep a sheet, or hand it in, and go on to the next one."""
    criteria = services.criteria_of(place.indicator_id)
    form = sheet_form(criteria)()
    if form.validate_on_submit():
        with keeping_words(form):
            sheet = services.save_sheet(
                actor=desk.actor,
                record=desk.record,
                indicator_id=place.indicator_id,
                department_id=place.department_id,
                marks=marks(form, criteria),
                note=form.note.data or "",
                notes=notes(form, criteria),
            )
            return _after(desk, place, sheet)
    return sheet_page(desk, place, form), code_of(form)


def abstain(desk: Desk, place: SheetPlace) -> ResponseReturnValue:
    """Abstain from scoring a department, with a reason."""
    form = AbstentionForm()
    if form.validate_on_submit():
        services.abstain(
            actor=desk.actor,
            record=desk.record,
            indicator_id=place.indicator_id,
            department_id=place.department_id,
            reason=form.reason.data,
        )
        discard_draft(actor=desk.actor, form=draft_name(place))
        return _on(desk, place, _("Your abstention is kept."))
    empty = sheet_form(services.criteria_of(place.indicator_id))(formdata=None)
    return sheet_page(desk, place, empty, abstention=form), 422


def declare(desk: Desk, place: SheetPlace) -> ResponseReturnValue:
    """Declare a conflict with the department, with a reason; it is blocked from then on."""
    form = ConflictForm()
    if form.validate_on_submit():
        declare_conflict(
            actor=desk.actor, record=desk.record, department_id=place.department_id, reason=form.reason.data
        )
        discard_draft(actor=desk.actor, form=draft_name(place))
        return _on(desk, place, _("Your conflict is declared. The department is blocked for you."))
    empty = sheet_form(services.criteria_of(place.indicator_id))(formdata=None)
    return sheet_page(desk, place, empty, conflict=form), 422


def reopen(desk: Desk, place: SheetPlace) -> ResponseReturnValue:
    """Open an own sheet again because its evidence changed."""
    if place.sheet is None:
        raise Missing(_("This sheet has not been handed in."))
    reopen_sheet(actor=desk.actor, record=desk.record, sheet=place.sheet)
    flash(str(_("The sheet is open again. What you had handed in is kept.")), "success")
    return redirect(desk.sheet_url("show", place))


def _after(desk: Desk, place: SheetPlace, sheet: ScoreSheet) -> ResponseReturnValue:
    intent = request.form.get("intent")
    if intent == "submit":
        services.submit_sheet(actor=desk.actor, record=desk.record, sheet=sheet)
    discard_draft(actor=desk.actor, form=draft_name(place))
    if intent == "submit":
        return _on(desk, place, _("The sheet is handed in."))
    if intent == "next":
        return _on(desk, place, _("The sheet is kept as a draft."))
    flash(str(_("The sheet is kept as a draft.")), "success")
    return redirect(desk.sheet_url("show", place))


def _on(desk: Desk, place: SheetPlace, done: Message) -> ResponseReturnValue:
    flash(str(done), "success")
    following = queries.next_open(place, desk.actor.id)
    if following is None:
        return redirect(desk.url("list"))
    return redirect(desk.url("show", indicator_id=following[0], department_id=following[1]))


def sheet_page(
    desk: Desk,
    place: SheetPlace,
    form: Any,  # noqa: ANN401  a form made at run time
    *,
    abstention: AbstentionForm | None = None,
    conflict: ConflictForm | None = None,
    kept: object = None,
) -> str:
    """Render a sheet."""
    return render_template(
        "evaluation/panels/sheet.html",
        desk=desk,
        place=place,
        form=form,
        draft=draft_name(place),
        kept=kept,
        abstention=abstention or AbstentionForm(formdata=None),
        conflict=conflict or ConflictForm(formdata=None),
        criteria=services.criteria_of(place.indicator_id),
        bounds=note_bounds(desk.record.id),
        mark_name=mark_name,
        note_name=note_name,
        measures=measure_rows(desk.record, place.member),
        corrected=corrected_values(desk.record, place.department_id),
        files=evidence.files_of(place.member),
        changes=changes_since(desk.record, place.sheet) if place.sheet is not None else (),
        versions=kept_versions(place.sheet),
        progress=queries.own_progress(desk.record, desk.actor.id),
        peers=queries.peer_marks(place, desk.actor.id),
    )
