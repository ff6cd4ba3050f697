"""심사위원 위촉, and the marks they give."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.database import db
from app.core.errors import Conflict
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.innovation.forms.contests import JurorForm, marks_in, seen_version, sheet_form
from app.innovation.forms.issues import ReasonForm
from app.innovation.models import Case, Contest, ContestEntry
from app.innovation.queries import contest_marks as marks
from app.innovation.queries import contests as queries
from app.innovation.queries.cases import EVIDENCE, figures_of
from app.innovation.routes import bp
from app.innovation.routes.contests.pages import contest_page, done, replacement_form
from app.innovation.rules.cases import TEXTS
from app.innovation.services import contests as services
from app.innovation.services.contests.jury import juror_or_404, require_markable


@bp.post("/cases/contests/<int:contest_id>/jurors")
def create_contest_juror(contest_id: int) -> ResponseReturnValue:
    """Name somebody for the jury."""
    contest, form = queries.contest_or_404(contest_id, actor()), JurorForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.name_juror(actor=actor(), contest=contest, person_id=form.person_id or 0, kind=form.kind.data)
            return done(contest_id, _("The jury has a new member."))
    return contest_page(contest, juror=form), 422


@bp.post("/cases/contests/<int:contest_id>/jurors/<int:juror_id>/removals")
def create_contest_juror_removal(contest_id: int, juror_id: int) -> ResponseReturnValue:
    """Take somebody off the jury."""
    contest = queries.contest_or_404(contest_id, actor())
    juror, form = juror_or_404(contest, juror_id), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.remove_juror(actor=actor(), contest=contest, juror=juror, reason=form.reason.data)
            return done(contest_id, _("The person was taken off the jury."))
    return contest_page(contest, removing=(juror_id, form)), 422


@bp.post("/cases/contests/<int:contest_id>/replacements")
def create_contest_juror_replacement(contest_id: int) -> ResponseReturnValue:
    """Put somebody in the place of a juror while the round runs."""
    contest = queries.contest_or_404(contest_id, actor())
    form = replacement_form(contest)
    if form is None:
        return contest_page(contest, problem=_("Nobody of the jury needs to be replaced now.")), 422
    if form.validate_on_submit():
        with showing_refusal(form):
            juror = juror_or_404(contest, form.juror.data)
            services.replace_juror(
                actor=actor(),
                contest=contest,
                juror=juror,
                person_id=form.person_id or 0,
                reason=form.reason.data,
            )
            return done(contest_id, _("The juror was replaced. The successor marks every entry anew."))
    return contest_page(contest, replacement=form), 422


@bp.get("/cases/contests/<int:contest_id>/sheets")
def list_contest_sheets(contest_id: int) -> ResponseReturnValue:
    """Show a juror the entries to mark."""
    contest = queries.contest_or_404(contest_id, actor())
    seat = marks.seat_or_404(contest, actor())
    return render_template("innovation/contests/sheets.html", contest=contest, seat=seat, sheets=marks.sheets_of(seat))


@bp.get("/cases/contests/<int:contest_id>/entries/<int:entry_id>/sheet")
def show_contest_sheet(contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Show the case and the own marks of it."""
    contest, entry, terms, form_kind = _to_mark(contest_id, entry_id)
    seat = marks.seat_or_404(contest, actor())
    require_markable(actor(), contest, seat, entry)
    sheet = marks.sheet_of(seat, entry_id)
    given = marks.marks_of(sheet.id) if sheet else {}
    data: dict[str, Any] = {f"mark_{criterion_id}": mark for criterion_id, mark in given.items()}
    data |= {"note": sheet.note, "version": sheet.version} if sheet else {"version": 0}
    return _sheet_page(contest, entry, terms, form_kind(data=data))


@bp.post("/cases/contests/<int:contest_id>/entries/<int:entry_id>/sheets")
def create_contest_sheet(contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Keep the own marks of an entry."""
    contest, entry, terms, form_kind = _to_mark(contest_id, entry_id)
    seat, form = marks.seat_or_404(contest, actor()), form_kind()
    require_markable(actor(), contest, seat, entry)
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                services.save_sheet(
                    actor=actor(),
                    contest=contest,
                    seat=seat,
                    entry=entry,
                    marks=marks_in(form, terms.criteria),
                    note=form.note.data or "",
                    seen_version=seen_version(form),
                )
                flash(str(_("Your marks are kept. You may change them until the round closes.")), "success")
                return redirect(url_for("innovation.list_contest_sheets", contest_id=contest_id))
        except Conflict as conflict:
            sheet = marks.sheet_of(seat, entry_id)
            form.version.data, form.version.raw_data = str(sheet.version if sheet else 0), None
            present = marks.marks_of(sheet.id) if sheet else {}
            return _sheet_page(contest, entry, terms, form, conflict=conflict.reason, present=present), 409
    return _sheet_page(contest, entry, terms, form), 422


def _to_mark(contest_id: int, entry_id: int) -> tuple[Contest, ContestEntry, queries.Terms, type[Any]]:
    contest = queries.contest_or_404(contest_id, actor())
    entry, terms = queries.entry_or_404(contest_id, entry_id), queries.terms_of(contest_id)
    return contest, entry, terms, sheet_form(terms.criteria)


def _sheet_page(contest: Contest, entry: ContestEntry, terms: queries.Terms, form: Any, **more: Any) -> str:  # noqa: ANN401  made for the contest
    case = db.session.get_one(Case, entry.case_id)
    return render_template(
        "innovation/contests/sheet.html",
        contest=contest,
        entry=entry,
        terms=terms,
        form=form,
        case=case,
        texts=[(label, getattr(case, name)) for name, label in TEXTS[case.kind]],
        figures=figures_of(case.id),
        evidence=evidence_of(EVIDENCE, [case.id])[case.id],
        **more,
    )
