"""Notices about what citizens are asked and what they send: to the control tower, which owes them an answer by a day."""

from collections.abc import Mapping, Sequence
from datetime import date

import app.voice.events.citizen_ideas as ideas
import app.voice.events.monthly_questions as questions
from app.core.access import Role
from app.core.events import Event, Reaction
from app.core.i18n import format_day
from app.core.messages import _
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import Who, holders
from app.voice.models import CustomerVoice, MonthlyQuestion, Survey, SurveyWave

_KIND = NoticeKind.VOICE


def _question(event: AnyEvent) -> Subject | None:
    question = record(MonthlyQuestion, event.monthly_question_id)
    wave = record(SurveyWave, question.wave_id) if question else None
    survey = record(Survey, wave.survey_id) if wave else None
    if survey is None:
        return None
    link = Link("voice.show_monthly_question", {"question_id": event.monthly_question_id})
    return Subject(survey.title_ko, link, question)


def _idea(event: AnyEvent) -> Subject | None:
    voice = record(CustomerVoice, event.customer_voice_id)
    if voice is None:
        return None
    return Subject(voice.number, Link("voice.list_customer_voices", {"channel": voice.channel.value}), voice)


def _tower(_event: AnyEvent, _subject: Subject) -> Who:
    return holders(Role.CONTROL_TOWER)


def _due(event: AnyEvent, _subject: Subject) -> Mapping[str, object]:
    return {"day": format_day(date.fromisoformat(event.result_due_on))}


def _flood(_event: AnyEvent, _subject: Subject) -> str:
    """Tell of ideas once, however many come before somebody has read that they do."""
    return "citizen-ideas"


CITIZENS: Mapping[type[Event], Sequence[Reaction]] = {
    questions.MonthlyQuestionClosed: [
        telling(
            _question,
            Telling(
                _KIND,
                _tower,
                _("The question of the month has closed: %(title)s. Publish the result by %(day)s."),
                more=_due,
            ),
        )
    ],
    ideas.CitizenIdeaReceived: [
        telling(_idea, Telling(_KIND, _tower, _("Ideas of citizens have come and wait to be read"), topic=_flood))
    ],
}
