"""이달의 질문: asked as a survey of its own by an open link, closed by its clock, answered by the office twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Invalid
from app.core.events import FreeText, publish
from app.core.messages import _
from app.organization.queries import holidays_between
from app.voice import issues
from app.voice.enums.monthly_questions import StatementKind
from app.voice.enums.permissions import Permission
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyAudience, SurveyPurpose, WaveState, WaveWay
from app.voice.events.monthly_questions import (
    MonthlyQuestionAsked,
    MonthlyQuestionClosed,
    MonthlyReflectionPublished,
    MonthlyResultPublished,
)
from app.voice.models import MonthlyQuestion, MonthlyQuestionIssue, MonthlyQuestionStatement, SurveyWave
from app.voice.policy import POLICY
from app.voice.rules import monthly_questions as rules
from app.voice.rules.disclosure import MINIMUM
from app.voice.rules.surveys import QuestionContent, Words
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.survey_links import LinkDraft, make_links
from app.voice.services.survey_waves import WaveContent, open_wave, plan_wave
from app.voice.services.surveys import SurveyContent, release_survey, write_survey

AHEAD = timedelta(days=100)
"""Far enough for twenty working days, whatever holidays there are."""


@dataclass(frozen=True, kw_only=True)
class QuestionText:
    """What is typed of a question. `options`: {"ko", "en"}; none: answered in words only."""

    title_ko: str
    title_en: str
    words_ko: str
    words_en: str
    options: Sequence[Words]
    opens_on: date
    closes_on: date
    is_example: bool = False


@dataclass(frozen=True, kw_only=True)
class SaidText:
    """What the office says about it in public."""

    words_ko: str
    words_en: str = ""


@dataclass(frozen=True)
class Reflected:
    """An issue that came of the answers: its receipt number, and what the public reads about it."""

    number: str
    words: str


def ask_question(*, actor: Actor, text: QuestionText) -> MonthlyQuestion:
    """Ask citizens a question from a day on. Raises Invalid at the days and the answers to choose from."""
    access.require(POLICY, Permission.CITIZEN_QUESTION_ASK, actor)
    rules.check_days(text.opens_on, text.closes_on, clock.today())
    rules.check_options(len(text.options))
    wave = _wave_of(actor, text)
    result_due_on, reflection_due_on = _due_days(text.closes_on)
    question = MonthlyQuestion(
        wave_id=wave.id,
        result_due_on=result_due_on,
        reflection_due_on=reflection_due_on,
        asked_by_id=actor.id,
        asked_at=clock.now(),
        version=1,
    )
    db.session.add(question)
    db.session.flush()
    publish(
        MonthlyQuestionAsked(
            actor_id=actor.id,
            monthly_question_id=question.id,
            survey_wave_id=wave.id,
            opens_on=text.opens_on.isoformat(),
            closes_on=text.closes_on.isoformat(),
            title=FreeText(text.title_ko),
        )
    )
    return question


def note_closing(wave_id: int) -> None:
    """Set the two days anew where a question was closed early, and tell that it has closed; nothing for other waves."""
    question = db.session.scalar(select(MonthlyQuestion).where(MonthlyQuestion.wave_id == wave_id))
    if question is None:
        return
    wave = db.session.get_one(SurveyWave, wave_id)
    assert wave.closed_at is not None, "the wave has just closed"
    closed_on = min(clock.to_seoul(wave.closed_at).date(), wave.last_day)
    result_due_on, reflection_due_on = _due_days(closed_on)
    if (result_due_on, reflection_due_on) != (question.result_due_on, question.reflection_due_on):
        change_state(question, result_due_on=result_due_on, reflection_due_on=reflection_due_on)
    if wave.closed_at <= wave.opens_at:
        return
    publish(
        MonthlyQuestionClosed(
            actor_id=None,
            monthly_question_id=question.id,
            result_due_on=result_due_on.isoformat(),
            reflection_due_on=reflection_due_on.isoformat(),
        )
    )


def publish_result(*, actor: Actor, question: MonthlyQuestion, text: SaidText) -> None:
    """Tell the public what the answers say. A later result stands above the earlier ones; the first one stops the clock."""
    access.require(POLICY, Permission.CITIZEN_QUESTION_ASK, actor)
    wave = db.session.get_one(SurveyWave, question.wave_id)
    is_closed = wave.state is WaveState.CLOSED
    rules.check_result(
        is_closed=is_closed, was_withdrawn=wave.closed_at is not None and wave.closed_at <= wave.opens_at
    )
    today = clock.today()
    change_state(question, result_on=question.result_on or today)
    _say(actor, question, StatementKind.RESULT, text)
    publish(
        MonthlyResultPublished(
            actor_id=actor.id,
            monthly_question_id=question.id,
            in_time=today <= question.result_due_on,
            words=FreeText(text.words_ko),
        )
    )


def publish_reflection(
    *, actor: Actor, question: MonthlyQuestion, text: SaidText, reflected: Sequence[Reflected] = ()
) -> None:
    """Tell the public what was reflected, with the issues that came of it. Raises Invalid for an issue that is not there."""
    access.require(POLICY, Permission.CITIZEN_QUESTION_ASK, actor)
    rules.check_reflection(question.result_on)
    today = clock.today()
    change_state(question, reflection_on=question.reflection_on or today)
    issue_ids = _link(actor, question, reflected)
    _say(actor, question, StatementKind.REFLECTION, text)
    publish(
        MonthlyReflectionPublished(
            actor_id=actor.id,
            monthly_question_id=question.id,
            in_time=today <= question.reflection_due_on,
            issue_ids=issue_ids,
            words=FreeText(text.words_ko),
        )
    )


def _wave_of(actor: Actor, text: QuestionText) -> SurveyWave:
    """Write the survey that asks it, open its wave and make its link."""
    survey = write_survey(
        actor=actor,
        content=SurveyContent(
            title_ko=text.title_ko,
            title_en=text.title_en,
            introduction_ko=text.words_ko,
            introduction_en=text.words_en,
            purpose=SurveyPurpose.MONTHLY_QUESTION,
            audience=SurveyAudience.PUBLIC,
            conversion=Conversion.LINEAR,
            minimum=MINIMUM,
            value=None,
            department_id=None,
        ),
        questions=_questions(text.options),
    )
    release_survey(actor=actor, survey=survey)
    wave = plan_wave(
        actor=actor,
        survey=survey,
        content=WaveContent(
            name=f"{text.opens_on:%Y-%m}",
            year=text.opens_on.year,
            way=WaveWay.ANSWERED,
            opens_at=clock.start_of_day(text.opens_on),
            closes_at=clock.start_of_day(text.closes_on + timedelta(days=1)),
            is_example=text.is_example,
        ),
    )
    open_wave(actor=actor, wave=wave)
    make_links(actor=actor, wave=wave, draft=LinkDraft(access=LinkAccess.OPEN))
    return wave


def _questions(options: Sequence[Words]) -> list[QuestionContent]:
    words = QuestionContent(
        kind=QuestionKind.TEXT,
        words_ko="의견을 적어 주세요." if not options else "까닭이나 다른 의견이 있으면 적어 주세요.",
        words_en="Please write what you think." if not options else "Your reason, or something else you would say.",
        required=not options,
    )
    if not options:
        return [words]
    chosen = QuestionContent(
        kind=QuestionKind.CHOICE,
        words_ko="가장 가까운 답을 골라 주세요.",
        words_en="Choose the answer that is closest to yours.",
        options=options,
        required=False,
    )
    return [chosen, words]


def _due_days(closed_on: date) -> tuple[date, date]:
    return rules.due_days(closed_on, WorkCalendar(holidays_between(closed_on, closed_on + AHEAD)))


def _say(actor: Actor, question: MonthlyQuestion, kind: StatementKind, text: SaidText) -> None:
    db.session.add(
        MonthlyQuestionStatement(
            question_id=question.id,
            kind=kind,
            words_ko=text.words_ko,
            words_en=text.words_en,
            said_by_id=actor.id,
            said_at=clock.now(),
        )
    )
    db.session.flush()


def _link(actor: Actor, question: MonthlyQuestion, reflected: Sequence[Reflected]) -> tuple[int, ...]:
    """Name the issues; one that is named already keeps its first words."""
    linked = select(MonthlyQuestionIssue.issue_id).where(MonthlyQuestionIssue.question_id == question.id)
    known, added = set(db.session.scalars(linked)), []
    for place, one in enumerate(reflected, start=1):
        found = issues.find_issue(one.number, actor)
        if found is None:
            wrong = _("There is no issue with this number.")
            raise Invalid(wrong, fields={f"number_{place}": [wrong]})
        if found.issue_id in known:
            continue
        known.add(found.issue_id)
        added.append(found.issue_id)
        db.session.add(
            MonthlyQuestionIssue(
                question_id=question.id,
                issue_id=found.issue_id,
                number=one.number,
                words=one.words,
                linked_by_id=actor.id,
                linked_at=clock.now(),
            )
        )
    db.session.flush()
    return tuple(added)
