"""Voices for tests, made by the real services. Call them inside a write transaction."""

from app.core import clock
from app.voice.enums.customer_voices import Channel, VoiceKind
from app.voice.services import voice_answers
from app.voice.services.customer_voices import VoiceText, take_in

SAID = "휴일에는 수도요금 정산이 되지 않아 이사하는 날 너무 불편합니다."
ANSWER = "휴일에도 누리집에서 수도요금을 정산할 수 있도록 준비하고 있습니다."


def a_voice(cast, *, by=None, **changes):
    """A complaint park took in today, for 교통과 to answer."""
    written = {
        "channel": Channel.PHONE,
        "kind": VoiceKind.COMPLAINT,
        "department_id": cast.traffic,
        "body": SAID,
        "received_at": clock.now(),
    }
    return take_in(actor=by or cast.park, text=VoiceText(**(written | changes)))


def an_answered_voice(cast, **changes):
    """One that kim answered and lee gave."""
    voice = a_voice(cast, **changes)
    voice_answers.write_answer(actor=cast.kim, voice=voice, answer=ANSWER)
    voice_answers.approve_answer(actor=cast.lee, voice=voice)
    return voice
