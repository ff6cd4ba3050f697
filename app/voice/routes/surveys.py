"""설문: the list, one survey with its questions and waves, and how the answering person sees it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import Actor, Role, allows
from app.core.errors import Denied
from app.core.forms import offer
from app.core.i18n import language, speaking
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import Conversion, SurveyAudience, SurveyPurpose, SurveyState
from app.voice.forms.surveys import SurveyForm
from app.voice.models import Survey
from app.voice.policy import POLICY
from app.voice.queries import surveys as queries
from app.voice.queries.public_surveys import public_questions
from app.voice.queries.survey_items import step_names
from app.voice.queries.survey_templates import SurveyTemplate, survey_templates
from app.voice.routes import bp
from app.voice.routes.customer_groups import writable_units
from app.voice.rules.disclosure import MINIMUM
from app.voice.rules.survey_conversion import statement
from app.voice.services import surveys as services

REASON = 10


@bp.get("/voice/surveys")
def list_surveys() -> ResponseReturnValue:
    """Show the surveys, the newest first."""
    chosen = wanted_purpose()
    return render_template(
        "voice/surveys/list.html",
        page=queries.surveys_page(chosen, request.args.get("cursor")),
        purposes=SurveyPurpose,
        chosen=chosen,
        may_write=may_begin(actor()),
    )


@bp.get("/voice/surveys/<int:survey_id>")
def show_survey(survey_id: int) -> ResponseReturnValue:
    """Show a survey: its rule of conversion, its questions, its waves."""
    return survey_page(queries.survey_or_404(survey_id))


@bp.get("/voice/surveys/<int:survey_id>/preview")
def show_survey_preview(survey_id: int) -> ResponseReturnValue:
    """Show a survey as the person who answers sees it, in Korean or English."""
    survey = queries.survey_or_404(survey_id)
    spoken = "en" if request.args.get("language", language()) == "en" else "ko"
    with speaking(spoken):
        return render_template(
            "voice/surveys/preview.html",
            survey=survey,
            spoken=spoken,
            questions=public_questions(survey.id),
            rule=statement(survey.conversion),
        )


@bp.get("/voice/surveys/new")
def new_survey() -> ResponseReturnValue:
    """Offer the templates, or ask for a survey with the words of one."""
    template = survey_templates().get(request.args.get("template", ""))
    if template is None and "template" not in request.args:
        return render_template("voice/surveys/templates.html", templates=survey_templates().values())
    return _form_page(SurveyForm(data=_begun(template)), None, template)


@bp.post("/voice/surveys")
def create_survey() -> ResponseReturnValue:
    """Begin a survey, with the questions of its template."""
    form, template = SurveyForm(), survey_templates().get(request.args.get("template", ""))
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            questions = template.questions if template else ()
            survey = services.write_survey(actor=actor(), content=form.content(), questions=questions)
            flash(str(_("The survey is begun. Look at its questions, then declare it ready.")), "success")
            return redirect(url_for(".show_survey", survey_id=survey.id))
    return _form_page(form, None, template), code_of(form)


@bp.get("/voice/surveys/<int:survey_id>/edit")
def edit_survey(survey_id: int) -> ResponseReturnValue:
    """Ask for changes of the head of a survey."""
    survey = writable_survey(survey_id)
    return _form_page(SurveyForm(obj=survey), survey)


@bp.post("/voice/surveys/<int:survey_id>")
def update_survey(survey_id: int) -> ResponseReturnValue:
    """Change the head of a survey."""
    survey, form = writable_survey(survey_id), SurveyForm()
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            services.change_survey(actor=actor(), survey=survey, content=form.content())
            flash(str(_("The survey is changed.")), "success")
            return redirect(url_for(".show_survey", survey_id=survey.id))
    return _form_page(form, survey), code_of(form)


@bp.post("/voice/surveys/<int:survey_id>/releases")
def create_survey_release(survey_id: int) -> ResponseReturnValue:
    """Declare a survey ready."""
    survey = writable_survey(survey_id)
    services.release_survey(actor=actor(), survey=survey)
    flash(str(_("The survey is ready. The control tower may open a wave of it.")), "success")
    return redirect(url_for(".show_survey", survey_id=survey.id))


@bp.post("/voice/surveys/<int:survey_id>/retirements")
def create_survey_retirement(survey_id: int) -> ResponseReturnValue:
    """Use a survey no longer, for a reason."""
    survey, reason = writable_survey(survey_id), request.form.get("reason", "").strip()
    if len(reason) < REASON:
        return survey_page(survey, error=str(_("Write a reason of at least %(count)s characters.", count=REASON))), 422
    services.retire_survey(actor=actor(), survey=survey, reason=reason)
    flash(str(_("The survey is no longer used. Its results stay.")), "success")
    return redirect(url_for(".show_survey", survey_id=survey.id))


@bp.post("/voice/surveys/<int:survey_id>/editions")
def create_survey_edition(survey_id: int) -> ResponseReturnValue:
    """Copy a survey so that it can be changed."""
    edition = services.new_edition(actor=actor(), survey=writable_survey(survey_id))
    flash(str(_("This is the new edition. The earlier one stays as it was asked.")), "success")
    return redirect(url_for(".show_survey", survey_id=edition.id))


def wanted_purpose() -> SurveyPurpose | None:
    """Return the purpose the address asks for, if any."""
    text = request.args.get("purpose", "")
    return SurveyPurpose(text) if text in set(SurveyPurpose) else None


def may_begin(who: Actor) -> bool:
    """Whether somebody may write a survey of some department."""
    return not who.has(Role.AUDITOR) and (who.has(Role.CONTROL_TOWER) or bool(who.coordinated_department_ids))


def writable_survey(survey_id: int) -> Survey:
    """Load a survey the reader may write. Raises `Missing` and `Denied`."""
    survey = queries.survey_or_404(survey_id)
    if not allows(POLICY, Permission.SURVEY_WRITE, actor(), survey):
        raise Denied(_("You may not do this."))
    return survey


def survey_page(survey: Survey, error: str | None = None) -> str:
    """Render the page of a survey."""
    who = actor()
    waves = queries.waves_of(survey)
    asked = any(wave.survey_id == survey.id and wave.state != "draft" for wave in waves)
    may_write = allows(POLICY, Permission.SURVEY_WRITE, who, survey)
    spoken = language()
    return render_template(
        "voice/surveys/show.html",
        survey=survey,
        spoken=spoken,
        questions=[(row, step_names(row, spoken)) for row in queries.questions_of(survey.id)],
        department=queries.department_name(survey.department_id),
        waves=waves,
        rule=statement(survey.conversion),
        asked=asked,
        may_write=may_write,
        may_change=may_write and not asked and survey.state is not SurveyState.RETIRED,
        may_open=allows(POLICY, Permission.SURVEY_OPEN, who, survey) and survey.state is SurveyState.READY,
        error=error,
    )


def _begun(template: SurveyTemplate | None) -> dict[str, object]:
    who = actor()
    own = None if who.has(Role.CONTROL_TOWER) else next(iter(who.coordinated_department_ids), None)
    start: dict[str, object] = {
        "minimum": MINIMUM,
        "audience": SurveyAudience.PUBLIC,
        "conversion": Conversion.LINEAR,
        "department_id": own,
    }
    if template is not None:
        names = (
            "title_ko",
            "title_en",
            "introduction_ko",
            "introduction_en",
            "purpose",
            "audience",
            "conversion",
            "value",
        )
        start |= {name: getattr(template, name) for name in names}
    return start


def _offer(form: SurveyForm) -> None:
    who = actor()
    own = {*who.coordinated_department_ids}
    every = who.has(Role.CONTROL_TOWER)
    offer(form.department_id, [pair for pair in writable_units(who) if every or pair[0] in own], blank=every)


def _form_page(form: SurveyForm, survey: Survey | None, template: SurveyTemplate | None = None) -> str:
    _offer(form)
    return render_template("voice/surveys/form.html", form=form, survey=survey, template=template)
