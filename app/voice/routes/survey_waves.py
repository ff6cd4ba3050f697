"""설문 회차: planned and opened by the control tower; its results for everybody of the office."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows, satisfies
from app.core.errors import Denied, Missing, Refused
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.organization.queries import departments_on
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import QuestionKind, SurveyAudience, WaveState, WaveWay
from app.voice.forms.surveys import WaveForm
from app.voice.models import Survey, SurveyWave
from app.voice.policy import ENDPOINTS, POLICY
from app.voice.queries import survey_results
from app.voice.queries import surveys as queries
from app.voice.queries.survey_links import has_link
from app.voice.queries.survey_pages import Named, next_step, result_page
from app.voice.routes import bp
from app.voice.routes.customer_groups import chosen_department
from app.voice.services import survey_waves as services


@bp.get("/voice/survey-waves/<int:wave_id>")
def show_survey_wave(wave_id: int) -> ResponseReturnValue:
    """Show a wave: before it closes what it asks about, then its results."""
    return wave_page(*survey_results.wave_and_survey(wave_id))


@bp.get("/voice/survey-waves/<int:wave_id>/texts")
def list_survey_texts(wave_id: int) -> ResponseReturnValue:
    """Show what was written, in an order drawn at random: of all to the control tower, of the own department to its head."""
    wave, survey = survey_results.wave_and_survey(wave_id)
    who, chosen = actor(), chosen_department()
    if not allows(POLICY, Permission.SURVEY_READ_TEXTS, who, Named(department_id=chosen)):
        raise Denied(_("You may not do this."))
    questions = [row for row in queries.questions_of(survey.id) if row.kind is QuestionKind.TEXT]
    number = request.args.get("question", type=int) or (questions[0].number if questions else 0)
    question = next((row for row in questions if row.number == number), None)
    if question is None:
        raise Missing(_("There is no such question."))
    [figures] = survey_results.figures_of([(wave, survey)])
    results = figures.results
    figure = results.whole if chosen is None else results.departments.get(chosen)
    may_show = figure is not None and (number, 0) in figure.steps
    told = {key for key, one in results.departments.items() if one and (number, 0) in one.steps}
    return render_template(
        "voice/survey_waves/texts.html",
        wave=wave,
        survey=survey,
        questions=questions,
        question=question,
        chosen=chosen,
        department=survey_results.names().departments.get(chosen) if chosen else None,
        page=survey_results.texts_page(wave.id, number, chosen, request.args.get("cursor")) if may_show else None,
        told=told,
        may_take_in=allows(POLICY, Permission.VOICE_READ_ALL, who) and allows(POLICY, Permission.VOICE_TAKE_IN, who),
        names=survey_results.names().departments,
    )


@bp.get("/voice/surveys/<int:survey_id>/waves/new")
def new_survey_wave(survey_id: int) -> ResponseReturnValue:
    """Ask for a wave."""
    form = WaveForm(data={"year": clock.today().year, "way": WaveWay.ANSWERED})
    return _form_page(form, queries.survey_or_404(survey_id), None)


@bp.post("/voice/surveys/<int:survey_id>/waves")
def create_survey_wave(survey_id: int) -> ResponseReturnValue:
    """Enter a wave."""
    return _save(WaveForm(), queries.survey_or_404(survey_id), None)


@bp.get("/voice/survey-waves/<int:wave_id>/edit")
def edit_survey_wave(wave_id: int) -> ResponseReturnValue:
    """Ask for changes of a wave that is not open yet."""
    wave, survey = survey_results.wave_and_survey(wave_id)
    form = WaveForm(
        data={
            "name": wave.name,
            "year": wave.year,
            "way": wave.way,
            "opens_on": wave.first_day,
            "closes_on": wave.last_day,
            "groups": list(queries.groups_of(wave.id)),
        }
    )
    _offer(form)
    form.choose_departments(queries.departments_of(wave.id))
    return _form_page(form, survey, wave)


@bp.post("/voice/survey-waves/<int:wave_id>")
def update_survey_wave(wave_id: int) -> ResponseReturnValue:
    """Change a wave that is not open yet."""
    wave, survey = survey_results.wave_and_survey(wave_id)
    return _save(WaveForm(), survey, wave)


@bp.post("/voice/survey-waves/<int:wave_id>/openings")
def create_survey_wave_opening(wave_id: int) -> ResponseReturnValue:
    """Open a wave."""
    wave, survey = survey_results.wave_and_survey(wave_id)
    try:
        services.open_wave(actor=actor(), wave=wave)
    except Refused as refusal:
        return wave_page(wave, survey, error=str(refusal)), 422
    flash(str(_("The wave is open. Its questions, days and departments stand from now on.")), "success")
    return redirect(url_for(".show_survey_wave", wave_id=wave.id))


@bp.post("/voice/survey-waves/<int:wave_id>/table-closings")
def create_survey_tables_closing(wave_id: int) -> ResponseReturnValue:
    """Close a wave of figures from outside."""
    wave, survey = survey_results.wave_and_survey(wave_id)
    try:
        services.close_tables(actor=actor(), wave=wave)
    except Refused as refusal:
        return wave_page(wave, survey, error=str(refusal)), 422
    flash(str(_("The wave is closed. Its figures are shown from now on.")), "success")
    return redirect(url_for(".show_survey_wave", wave_id=wave.id))


def wave_page(wave: SurveyWave, survey: Survey, *, error: str | None = None) -> str:
    """Render the page of a wave."""
    who, is_open = actor(), wave.state is WaveState.OPEN
    page = result_page(wave, survey, who, chosen_department())
    may_open = allows(POLICY, Permission.SURVEY_OPEN, who, wave)
    is_answered = is_open and wave.way is WaveWay.ANSWERED
    return render_template(
        "voice/survey_waves/show.html",
        wave=wave,
        survey=survey,
        page=page,
        error=error,
        days=(wave.last_day - clock.today()).days if is_open else None,
        next_step=next_step(wave, page, is_opener=may_open, has_link=is_answered and has_link(wave.id)),
        answers_here=is_answered
        and survey.audience is SurveyAudience.STAFF
        and satisfies(ENDPOINTS["voice.list_survey_askings"], who),
        may_open=may_open,
        may_enter=wave.way is WaveWay.ENTERED and is_open and allows(POLICY, Permission.SURVEY_ENTER, who, survey),
        may_confirm={table.id for table in page.tables if allows(POLICY, Permission.SURVEY_CONFIRM, who, table)},
    )


def _save(form: WaveForm, survey: Survey, wave: SurveyWave | None) -> ResponseReturnValue:
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            saved = services.plan_wave(actor=actor(), survey=survey, content=form.content(), wave=wave)
            flash(str(_("The wave is kept. Nobody is asked before it is opened.")), "success")
            return redirect(url_for(".show_survey_wave", wave_id=saved.id))
    return _form_page(form, survey, wave), code_of(form)


def _offer(form: WaveForm) -> None:
    offer(form.departments, [(unit.id, unit.name) for unit in departments_on()])
    groups = [
        (row.group.id, f"{row.department or _('Whole office')} · {row.group.name}") for row in queries.groups_in_use()
    ]
    offer(form.groups, groups)


def _form_page(form: WaveForm, survey: Survey, wave: SurveyWave | None) -> str:
    _offer(form)
    return render_template("voice/survey_waves/form.html", form=form, survey=survey, wave=wave)
