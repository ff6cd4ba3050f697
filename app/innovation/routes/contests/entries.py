"""경연 출품, 철회, 투표, and the page of one entry's score."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.forms.issues import ReasonForm
from app.innovation.queries import contests as queries
from app.innovation.queries.contest_scores import score_of
from app.innovation.routes import bp
from app.innovation.routes.contests.pages import contest_page, done, entry_form
from app.innovation.services import contests as services


@bp.post("/cases/contests/<int:contest_id>/entries")
def create_contest_entry(contest_id: int) -> ResponseReturnValue:
    """Enter a case."""
    contest = queries.contest_or_404(contest_id, actor())
    form = entry_form(contest, queries.terms_of(contest_id))
    if form.validate_on_submit():
        with showing_refusal(form):
            services.enter_case(
                actor=actor(),
                contest=contest,
                case_id=form.case.data,
                group_id=form.group.data,
                honoured_id=form.person_id,
            )
            return done(contest_id, _("The case is entered. It can be withdrawn until the first round begins."))
    return contest_page(contest, entry=form), 422


@bp.post("/cases/contests/<int:contest_id>/entries/<int:entry_id>/withdrawals")
def create_contest_entry_withdrawal(contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Take an entry back."""
    contest = queries.contest_or_404(contest_id, actor())
    entry, form = queries.entry_or_404(contest_id, entry_id), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_entry(actor=actor(), contest=contest, entry=entry, reason=form.reason.data)
            return done(contest_id, _("The entry was withdrawn."))
    return contest_page(contest, withdrawing=(entry_id, form)), 422


@bp.post("/cases/contests/<int:contest_id>/entries/<int:entry_id>/votes")
def create_contest_vote(contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Vote for an entry."""
    contest = queries.contest_or_404(contest_id, actor())
    entry = queries.entry_or_404(contest_id, entry_id)
    try:
        services.cast_vote(actor=actor(), contest=contest, entry=entry)
    except Refused as refusal:
        return contest_page(contest, problem=refusal.reason), 422
    return done(contest_id, _("Your vote was counted."))


@bp.get("/cases/contests/<int:contest_id>/entries/<int:entry_id>")
def show_contest_entry(contest_id: int, entry_id: int) -> ResponseReturnValue:
    """Show how the score of an entry came about, as far as rounds are closed."""
    contest = queries.contest_or_404(contest_id, actor())
    entry = queries.entry_or_404(contest_id, entry_id)
    [row] = queries.entries_of(contest_id, actor(), entry_id=entry_id)
    score = score_of(contest, queries.terms_of(contest_id), entry)
    return render_template("innovation/contests/entry.html", contest=contest, row=row, score=score)
