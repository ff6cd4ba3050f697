"""슬로건 심사: panels, score sheets, results."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.roles import evaluators_today
from app.core import clock
from app.core.access import allows
from app.core.errors import Refused
from app.core.forms import offer
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.slogan_cycle import EvaluatorReplacementForm, SloganBallotForm, SloganPanelForm, ballot_form
from app.innovation.models import Slogan, SloganPanel
from app.innovation.policy import POLICY
from app.innovation.queries.slogans import items_of, years
from app.innovation.queries.slogans import panels as queries
from app.innovation.routes import bp
from app.innovation.routes.slogans.gallery import asked_year
from app.innovation.services import slogans as services
from app.organization.queries import department_names


@bp.get("/slogans/panels")
def list_slogan_panels() -> ResponseReturnValue:
    """Show the panels, the latest year first."""
    return render_template(
        "innovation/slogans/panels.html",
        panels=queries.list_panels(actor()),
        may_set=allows(POLICY, Permission.SLOGAN_PANEL_SET, actor()),
        today=clock.today(),
    )


@bp.get("/slogans/panels/new")
def new_slogan_panel() -> ResponseReturnValue:
    """Show the form of a new panel."""
    return _form_page(SloganPanelForm(year=asked_year()))


@bp.post("/slogans/panels")
def create_slogan_panel() -> ResponseReturnValue:
    """Name a panel."""
    form = SloganPanelForm()
    _offer(form)
    if form.validate_on_submit():
        with showing_refusal(form):
            panel = services.open_panel(actor=actor(), year=form.year.data, content=form.content())
            return _done(panel.id, _("The panel is named. Its evaluators see it under “My turn”."))
    return _form_page(form), 422


@bp.get("/slogans/panels/<int:panel_id>")
def show_slogan_panel(panel_id: int) -> ResponseReturnValue:
    """Show a panel: the own list to an evaluator, the progress to the control tower, the scores once it is closed."""
    return _panel_page(panel_id)


@bp.post("/slogans/panels/<int:panel_id>/closings")
def create_slogan_panel_closing(panel_id: int) -> ResponseReturnValue:
    """Close the panel and show its scores."""
    panel = queries.panel_or_404(panel_id, actor())
    try:
        services.close_panel(actor=actor(), panel=panel)
    except Refused as refusal:
        return _panel_page(panel_id, problem=refusal.reason), 422
    return _done(panel_id, _("The panel is closed. Its scores are shown to the whole office."))


@bp.post("/slogans/panels/<int:panel_id>/replacements")
def create_slogan_panel_replacement(panel_id: int) -> ResponseReturnValue:
    """Put another evaluator in the place of one who has not scored yet."""
    panel, form = queries.panel_or_404(panel_id, actor()), _replacement_form(panel_id)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.replace_evaluator(
                actor=actor(),
                panel=panel,
                person_id=form.evaluator.data,
                successor_id=form.successor.data,
                reason=form.reason.data,
            )
            return _done(panel_id, _("The evaluator was replaced."))
    return _panel_page(panel_id, replacement=form), 422


@bp.get("/slogans/panels/<int:panel_id>/slogans/<int:slogan_id>/ballot")
def show_slogan_ballot(panel_id: int, slogan_id: int) -> ResponseReturnValue:
    """Show a slogan to its evaluator, with the score sheet."""
    panel = queries.panel_or_404(panel_id, actor())
    slogan = queries.slogan_to_score(panel, slogan_id, actor())
    given = queries.own_ballot(panel_id, slogan_id, actor())
    marks, comment = (given[1], given[0].comment) if given else ({}, "")
    return _ballot_page(panel, slogan, ballot_form(queries.criteria_of(panel_id), marks, comment))


@bp.post("/slogans/panels/<int:panel_id>/slogans/<int:slogan_id>/ballots")
def create_slogan_ballot(panel_id: int, slogan_id: int) -> ResponseReturnValue:
    """Keep the marks of the evaluator."""
    panel = queries.panel_or_404(panel_id, actor())
    slogan = queries.slogan_to_score(panel, slogan_id, actor())
    form = ballot_form(queries.criteria_of(panel_id))
    if form.validate_on_submit():
        with showing_refusal(form):
            services.score_slogan(
                actor=actor(), panel=panel, slogan=slogan, marks=form.marks(), comment=form.comment.data or ""
            )
            return _done(panel_id, _("Your score was saved. You can change it until the panel is closed."))
    return _ballot_page(panel, slogan, form), 422


def _replacement_form(panel_id: int, *, empty: bool = False) -> EvaluatorReplacementForm:
    form = EvaluatorReplacementForm(**({"formdata": None} if empty else {}))
    offer(form.evaluator, queries.idle_evaluators(panel_id), blank=True)
    offer(form.successor, evaluators_today(), blank=True)
    return form


def _panel_page(
    panel_id: int, problem: Message | None = None, replacement: EvaluatorReplacementForm | None = None
) -> str:
    panel = queries.panel_or_404(panel_id, actor())
    scores = queries.is_evaluator_of(panel_id, actor().id)
    sets = allows(POLICY, Permission.SLOGAN_PANEL_SET, actor())
    closed = panel.closed_on is not None
    return render_template(
        "innovation/slogans/panel.html",
        panel=panel,
        criteria=queries.criteria_of(panel_id),
        own=queries.to_score(panel, actor()) if scores and not closed else (),
        standings=queries.standings(panel) if closed or not scores else (),
        progress_of=queries.evaluator_progress(panel) if sets and not closed else (),
        days=(panel.due_on - clock.today()).days,
        may_close=sets and not closed and not scores,
        changes=queries.changes_of(panel_id) if sets else (),
        replacement=replacement
        or (_replacement_form(panel_id, empty=True) if sets and not closed and not scores else None),
        is_evaluator=scores,
        problem=problem,
    )


def _ballot_page(panel: SloganPanel, slogan: Slogan, form: SloganBallotForm) -> str:
    return render_template(
        "innovation/slogans/ballot.html",
        panel=panel,
        slogan=slogan,
        department=department_names()[slogan.department_id],
        items=items_of(slogan),
        reviews=queries.approved_reviews(slogan),
        form=form,
    )


def _offer(form: SloganPanelForm) -> None:
    offer(form.year, [(year, str(year)) for year in years()])
    offer(form.evaluators, evaluators_today())


def _form_page(form: SloganPanelForm) -> str:
    _offer(form)
    return render_template("innovation/slogans/panel_form.html", form=form)


def _done(panel_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_slogan_panel", panel_id=panel_id))
