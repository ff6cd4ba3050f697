"""문항: added, changed, moved and removed on pages of their own."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice.enums.surveys import QuestionKind
from app.voice.forms.surveys import QuestionForm, written_lines
from app.voice.models import Survey, SurveyQuestion
from app.voice.queries import surveys as queries
from app.voice.routes import bp
from app.voice.routes.surveys import writable_survey
from app.voice.services import survey_questions as services


@bp.get("/voice/surveys/<int:survey_id>/questions/new")
def new_survey_question(survey_id: int) -> ResponseReturnValue:
    """Ask for a question."""
    start = {"kind": QuestionKind.SCALE, "points": 5, "weight": Decimal(1), "required": True}
    return _form_page(QuestionForm(data=start), writable_survey(survey_id), None)


@bp.post("/voice/surveys/<int:survey_id>/questions")
def create_survey_question(survey_id: int) -> ResponseReturnValue:
    """Put a question behind the others."""
    survey, form = writable_survey(survey_id), QuestionForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.add_question(actor=actor(), survey=survey, content=form.content())
            flash(str(_("The question is added.")), "success")
            return redirect(url_for(".show_survey", survey_id=survey.id, _anchor="questions"))
    return _form_page(form, survey, None), code_of(form)


@bp.get("/voice/survey-questions/<int:question_id>/edit")
def edit_survey_question(question_id: int) -> ResponseReturnValue:
    """Ask for changes of a question."""
    question, survey = _found(question_id)
    names = question.labels or {"ko": [], "en": []}
    pairs = [{"ko": ko, "en": en} for ko, en in zip(names["ko"], names["en"], strict=True)]
    form = QuestionForm(
        data={
            "kind": question.kind,
            "words_ko": question.words_ko,
            "words_en": question.words_en,
            "points": question.points or 5,
            "labels": written_lines(pairs),
            "options": written_lines(question.options),
            "rows": written_lines(question.rows),
            "weight": question.weight,
            "required": question.required,
        }
    )
    return _form_page(form, survey, question)


@bp.post("/voice/survey-questions/<int:question_id>")
def update_survey_question(question_id: int) -> ResponseReturnValue:
    """Change a question."""
    question, survey = _found(question_id)
    form = QuestionForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.change_question(actor=actor(), survey=survey, question=question, content=form.content())
            flash(str(_("The question is changed.")), "success")
            return redirect(url_for(".show_survey", survey_id=survey.id, _anchor="questions"))
    return _form_page(form, survey, question), code_of(form)


@bp.post("/voice/survey-questions/<int:question_id>/moves")
def create_survey_question_move(question_id: int) -> ResponseReturnValue:
    """Let a question change places with its neighbour."""
    question, survey = _found(question_id)
    down = request.form.get("direction") == "down"
    services.move_question(actor=actor(), survey=survey, question=question, down=down)
    return redirect(url_for(".show_survey", survey_id=survey.id, _anchor="questions"))


@bp.post("/voice/survey-questions/<int:question_id>/removals")
def create_survey_question_removal(question_id: int) -> ResponseReturnValue:
    """Take a question out."""
    question, survey = _found(question_id)
    services.remove_question(actor=actor(), survey=survey, question=question)
    flash(str(_("The question is taken out.")), "success")
    return redirect(url_for(".show_survey", survey_id=survey.id, _anchor="questions"))


def _found(question_id: int) -> tuple[SurveyQuestion, Survey]:
    question = queries.question_or_404(question_id)
    return question, writable_survey(question.survey_id)


def _form_page(form: QuestionForm, survey: Survey, question: SurveyQuestion | None) -> str:
    return render_template("voice/surveys/question.html", form=form, survey=survey, question=question)
