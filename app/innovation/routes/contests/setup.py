"""경연 준비, 정정, 지난 경연 입력."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Conflict
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.contests import ContestState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.contests import (
    ContestCorrectionForm,
    ContestForm,
    PastContestForm,
    contest_defaults,
)
from app.innovation.forms.rows import BUTTON
from app.innovation.models import Contest
from app.innovation.policy import POLICY
from app.innovation.queries.contests import contest_or_404
from app.innovation.routes import bp
from app.innovation.routes.contests.pages import done
from app.innovation.routes.filters import record_id
from app.innovation.rules.contests import check_editing
from app.innovation.services import contests as services
from app.innovation.services.contests.setup import content_of


@bp.get("/cases/contests/new")
def new_contest() -> ResponseReturnValue:
    """Show the form of a contest; `?copy=3` takes over the criteria, groups and prizes of another round."""
    copied = record_id("copy")
    if copied is None:
        return _new_page(ContestForm())
    content = content_of(contest_or_404(copied, actor()))
    own = {"name", "year", "notice"}
    data = {key: value for key, value in contest_defaults(content, 0).items() if key not in own and key[-3:] != "_on"}
    return _new_page(ContestForm(data=data))


@bp.post("/cases/contests")
def create_contest() -> ResponseReturnValue:
    """Prepare a contest, or add and remove rows of its form."""
    form = ContestForm()
    if _is_whole(form):
        with showing_refusal(form):
            contest = services.prepare_contest(actor=actor(), content=form.content())
            return done(contest.id, _("The contest is prepared. Name the jury, then open the call."))
    return _new_page(form), 422


@bp.get("/cases/contests/<int:contest_id>/edit")
def edit_contest(contest_id: int) -> ResponseReturnValue:
    """Show the terms in their form."""
    contest = _editable(contest_id)
    data = contest_defaults(content_of(contest), contest.version)
    return _edit_page(contest, _form_for(contest)(data=data))


@bp.post("/cases/contests/<int:contest_id>/changes")
def create_contest_change(contest_id: int) -> ResponseReturnValue:
    """Keep changed terms; once the call is open, as a correction with its reason."""
    contest = _editable(contest_id)
    form = _form_for(contest)()
    if _is_whole(form):
        try:
            with showing_refusal(form):
                services.change_contest(
                    actor=actor(),
                    contest=contest,
                    content=form.content(),
                    seen_version=form.seen_version(),
                    reason=form.reason.data if isinstance(form, ContestCorrectionForm) else "",
                )
                return done(contest_id, _("The contest was changed."))
        except Conflict as conflict:
            form.version.data, form.version.raw_data = str(contest.version), None
            return _edit_page(contest, form, conflict=conflict.reason, present=content_of(contest)), 409
    return _edit_page(contest, form), 422


@bp.get("/cases/contests/past/new")
def new_past_contest() -> ResponseReturnValue:
    """Show the form of a past contest."""
    return render_template("innovation/contests/past.html", form=PastContestForm())


@bp.post("/cases/contests/past")
def create_past_contest() -> ResponseReturnValue:
    """Enter the result of a past contest, or add and remove rows of its form."""
    form = PastContestForm()
    if _is_whole(form):
        with showing_refusal(form):
            contest = services.record_past_contest(actor=actor(), content=form.content())
            return done(contest.id, _("The result is entered. Somebody else of the control tower publishes it."))
    return render_template("innovation/contests/past.html", form=form), 422


def _editable(contest_id: int) -> Contest:
    contest = contest_or_404(contest_id, actor())
    access.require(POLICY, Permission.CONTEST_RUN, actor())
    # the reason is asked for when the change is kept
    check_editing(ContestState.RESULT if contest.results_only else contest.state, "…asked…")
    return contest


def _form_for(contest: Contest) -> type[ContestForm]:
    return ContestForm if contest.state is ContestState.DRAFT else ContestCorrectionForm


def _is_whole(form: ContestForm | PastContestForm) -> bool:
    """Whether the form is to be saved; a button that adds or removes a row is served here."""
    return not form.change_rows(request.form.get(BUTTON)) and bool(form.validate_on_submit())


def _new_page(form: ContestForm) -> str:
    action = url_for("innovation.create_contest")
    return render_template("innovation/contests/new.html", form=form, action=action)


def _edit_page(contest: Contest, form: ContestForm, **more: Any) -> str:
    action = url_for("innovation.create_contest_change", contest_id=contest.id)
    return render_template("innovation/contests/edit.html", form=form, action=action, contest=contest, **more)
