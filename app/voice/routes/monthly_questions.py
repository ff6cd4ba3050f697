"""이달의 질문: the control tower asks it and answers back twice; everybody of the office reads it."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.i18n import language
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.voice import issues
from app.voice.enums.permissions import Permission
from app.voice.forms.monthly_questions import QuestionForm, ReflectionForm, SaidForm
from app.voice.models import MonthlyQuestion
from app.voice.policy import POLICY
from app.voice.queries import monthly_questions as queries
from app.voice.queries.citizen_ideas import count_waiting
from app.voice.queries.survey_pages import Named
from app.voice.routes import bp
from app.voice.services import monthly_questions as services

USUAL_DAYS = 7


@bp.get("/voice/monthly-questions")
def list_monthly_questions() -> ResponseReturnValue:
    """Show the questions with their two days, and how many ideas wait."""
    page = queries.list_questions(request.args.get("cursor"))
    return render_template(
        "voice/monthly_questions/list.html",
        page=page,
        today=clock.today(),
        waiting=count_waiting(),
        may_ask=allows(POLICY, Permission.CITIZEN_QUESTION_ASK, actor()),
        next_url=url_for("voice.list_monthly_questions", cursor=page.next_cursor) if page.next_cursor else None,
        first_url=url_for("voice.list_monthly_questions") if request.args.get("cursor") else None,
    )


@bp.get("/voice/monthly-questions/new")
def new_monthly_question() -> ResponseReturnValue:
    """Show the form."""
    first = clock.today() + timedelta(days=1)
    days = {"opens_on": first, "closes_on": first + timedelta(days=USUAL_DAYS - 1)}
    return render_template("voice/monthly_questions/new.html", form=QuestionForm(formdata=None, data=days))


@bp.post("/voice/monthly-questions")
def create_monthly_question() -> ResponseReturnValue:
    """Ask a question."""
    form = QuestionForm()
    if form.validate_on_submit():
        with keeping_words(form):
            question = services.ask_question(actor=actor(), text=form.text())
            flash(str(_("The question is written. Citizens see it from its first day on.")), "success")
            return redirect(url_for("voice.show_monthly_question", question_id=question.id))
    return render_template("voice/monthly_questions/new.html", form=form), code_of(form)


@bp.get("/voice/monthly-questions/<int:question_id>")
def show_monthly_question(question_id: int) -> ResponseReturnValue:
    """Show a question, what came of it, and what is to be done next."""
    return _page(question_id)


@bp.post("/voice/monthly-questions/<int:question_id>/results")
def create_monthly_result(question_id: int) -> ResponseReturnValue:
    """Publish the result."""
    question, form = queries.question_or_404(question_id), SaidForm(prefix="result-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.publish_result(actor=actor(), question=question, text=form.text())
            return _said(question)
    return _page(question_id, result=form), code_of(form)


@bp.post("/voice/monthly-questions/<int:question_id>/reflections")
def create_monthly_reflection(question_id: int) -> ResponseReturnValue:
    """Publish what was reflected."""
    question, form = queries.question_or_404(question_id), ReflectionForm(prefix="reflection-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.publish_reflection(actor=actor(), question=question, text=form.text(), reflected=form.reflected())
            return _said(question)
    return _page(question_id, reflection=form), code_of(form)


def _said(question: MonthlyQuestion) -> ResponseReturnValue:
    flash(str(_("It is public now.")), "success")
    return redirect(url_for("voice.show_monthly_question", question_id=question.id))


def _page(question_id: int, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused and keep what was typed."""
    who = actor()
    page = queries.question_page(question_id, language())
    may_ask = allows(POLICY, Permission.CITIZEN_QUESTION_ASK, who)
    is_closed = page.row.stage == "closed"
    result = reflection = None
    if may_ask and is_closed:
        result = sent.get("result") or SaidForm(prefix="result-", formdata=None)
        if page.row.result_on is not None:
            reflection = sent.get("reflection") or ReflectionForm(prefix="reflection-", formdata=None)
    return render_template(
        "voice/monthly_questions/show.html",
        page=page,
        row=page.row,
        today=clock.today(),
        may_ask=may_ask,
        may_read_texts=allows(POLICY, Permission.SURVEY_READ_TEXTS, who, Named(None)),
        result_form=result,
        reflection_form=reflection,
        named=issues.issues_of([one.issue_id for one in page.issues], who),
    )
