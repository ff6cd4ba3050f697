"""Voices 교통과 answers, which 한 of 도로과 took in: one open, one whose answer waits, one answered, praise of 김."""

from app.core.database import transaction
from app.voice.enums.customer_voices import VoiceKind
from app.voice.services import voice_answers
from tests.factories import innovation
from tests.factories.voice_customer_voices import ANSWER, a_voice, an_answered_voice


def build(cast):
    with transaction():
        waiting = a_voice(cast, by=cast.han)
        voice_answers.write_answer(actor=cast.ahn, voice=waiting, answer=ANSWER)
        praise = a_voice(cast, by=cast.han, kind=VoiceKind.PRAISE, praised_id=cast.kim.id)
        return {
            "open": a_voice(cast, by=cast.han).id,
            "waiting": waiting.id,
            "answered": an_answered_voice(cast, by=cast.han).id,
            "praise": praise.id,
            "issue": innovation.an_issue(cast.kim).id,
            "task": innovation.a_task(cast).id,
        }
