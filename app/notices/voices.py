"""Notices about customers' voices: to the department that answers, to its head, to who wrote the answer or is praised."""

from collections.abc import Mapping, Sequence

import app.voice.events.customer_voices as facts
from app.core.events import Event, Reaction
from app.core.messages import _
from app.notices.telling import AnyEvent, Subject, Telling, record, telling
from app.notifications.enums import NoticeKind
from app.notifications.services import Link
from app.notifications.who import Who, coordinators, heads, people
from app.voice.enums.customer_voices import Channel
from app.voice.models import CustomerVoice

_KIND = NoticeKind.VOICE


def _voice(event: AnyEvent) -> Subject | None:
    voice = record(CustomerVoice, event.customer_voice_id)
    if voice is None:
        return None
    title = f"{voice.number} {voice.kind.label}"
    return Subject(title, Link("voice.show_customer_voice", {"voice_id": voice.id}), voice)


def _answering(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.department_id) | coordinators(subject.row.department_id)


def _was_taken_in(_event: AnyEvent, subject: Subject) -> bool:
    """Of what comes by the citizens' page the control tower is told at once for all of it: see `app.notices.citizens`."""
    return subject.row.channel is not Channel.CITIZENS


def _head(_event: AnyEvent, subject: Subject) -> Who:
    return heads(subject.row.department_id).but(subject.row.answer_by_id)


def _author(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.answer_by_id)


def _taker(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.entered_by_id)


def _praised(_event: AnyEvent, subject: Subject) -> Who:
    return people(subject.row.praised_id)


VOICES: Mapping[type[Event], Sequence[Reaction]] = {
    facts.CustomerVoiceReceived: [
        telling(
            _voice,
            Telling(
                _KIND,
                _answering,
                _("A customer's voice came for your department: %(title)s"),
                only=_was_taken_in,
            ),
        )
    ],
    facts.CustomerVoiceTransferred: [
        telling(_voice, Telling(_KIND, _answering, _("A customer's voice was passed on to your department: %(title)s")))
    ],
    facts.VoiceAnswerWritten: [
        telling(_voice, Telling(_KIND, _head, _("An answer to a customer's voice waits for you: %(title)s")))
    ],
    facts.VoiceAnswerReturned: [
        telling(_voice, Telling(_KIND, _author, _("The head wants another answer to %(title)s")))
    ],
    facts.CustomerVoiceAnswered: [
        telling(_voice, Telling(_KIND, _taker, _("The voice you wrote down was answered: %(title)s")))
    ],
    facts.CitizenPraiseConfirmed: [
        telling(_voice, Telling(_KIND, _praised, _("A citizen praised you and your head confirmed it: %(title)s")))
    ],
    facts.VoiceChangeTold: [
        telling(_voice, Telling(_KIND, _answering, _("It was told what has changed by %(title)s")))
    ],
}
