"""Notices about surveys among colleagues: whoever has not taken a token is reminded, and nobody learns who that is."""

from collections.abc import Mapping, Sequence

import app.voice.events.survey_links as facts
from app.core.events import Event, Reaction
from app.core.messages import _
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import Who, chosen
from app.voice.models import Survey, SurveyLink, SurveyWave
from app.voice.queries.survey_takings import people_to_remind


def _survey(event: AnyEvent) -> Subject | None:
    link = record(SurveyLink, event.survey_link_id)
    wave = record(SurveyWave, event.survey_wave_id)
    survey = record(Survey, wave.survey_id) if wave else None
    return None if survey is None else Subject(survey.title_ko, Link("voice.list_survey_askings", {}), link)


def _who(_event: AnyEvent, subject: Subject) -> Who:
    return chosen(people_to_remind(subject.row))


SURVEY_LINKS: Mapping[type[Event], Sequence[Reaction]] = {
    facts.SurveyReminderSent: [
        telling(
            _survey,
            Telling(NoticeKind.SCORING, _who, _("A survey among colleagues asks you: %(title)s. It is anonymous.")),
        )
    ],
}
