"""문항: added, changed, moved and removed while nobody was asked yet."""

from sqlalchemy import func, select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.voice.models import Survey, SurveyQuestion
from app.voice.queries.surveys import questions_of
from app.voice.rules import surveys as rules
from app.voice.rules.surveys import MOST_QUESTIONS, QuestionContent
from app.voice.services.surveys import require_writable, touch


def add_question(*, actor: Actor, survey: Survey, content: QuestionContent) -> SurveyQuestion:
    """Put a question behind the others. Raises Invalid at the fields, WrongState once the survey was asked."""
    require_writable(actor, survey)
    rules.check_question(content)
    last = db.session.scalar(select(func.max(SurveyQuestion.number)).where(SurveyQuestion.survey_id == survey.id)) or 0
    if last >= MOST_QUESTIONS:
        raise Refused(_("A survey has at most %(most)s questions: nobody answers more.", most=MOST_QUESTIONS))
    question = SurveyQuestion(survey_id=survey.id, number=last + 1, **content.columns())
    db.session.add(question)
    db.session.flush()
    touch(actor, survey)
    return question


def change_question(*, actor: Actor, survey: Survey, question: SurveyQuestion, content: QuestionContent) -> None:
    """Change a question."""
    require_writable(actor, survey)
    rules.check_question(content)
    for name, value in content.columns().items():
        setattr(question, name, value)
    db.session.flush()
    touch(actor, survey)


def move_question(*, actor: Actor, survey: Survey, question: SurveyQuestion, down: bool) -> None:
    """Let a question change places with its neighbour; at the end nothing happens."""
    require_writable(actor, survey)
    rows = questions_of(survey.id)
    at = next(place for place, row in enumerate(rows) if row.id == question.id)
    to = at + (1 if down else -1)
    if 0 <= to < len(rows):
        order = list(rows)
        order[at], order[to] = order[to], order[at]
        _number(order)
    touch(actor, survey)


def remove_question(*, actor: Actor, survey: Survey, question: SurveyQuestion) -> None:
    """Take a question out; those behind it move up."""
    require_writable(actor, survey)
    db.session.delete(question)
    db.session.flush()
    _number(questions_of(survey.id))
    touch(actor, survey)


def _number(rows: list[SurveyQuestion]) -> None:
    """Number the questions anew in two steps, because no two may have one number at any moment."""
    for shift in (MOST_QUESTIONS + len(rows), 0):
        for place, row in enumerate(rows, start=1):
            row.number = place + shift
        db.session.flush()
