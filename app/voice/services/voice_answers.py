"""답변: written by the department, approved by its head if the office wants it so, and asked about afterwards."""

from collections.abc import Sequence

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.files.services import Upload, store_uploads
from app.voice.enums.customer_voices import VoiceState, VoiceStepKind
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import (
    CustomerVoiceAnswered,
    HappyCallMade,
    VoiceAnswerReturned,
    VoiceAnswerWritten,
)
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.queries.customer_voices import EVIDENCE
from app.voice.queries.voice_terms import head_approves
from app.voice.rules import voice_clock as clocks
from app.voice.rules import voices as rules
from app.voice.rules.personal_data import masked
from app.voice.services.customer_voices import record_step


def write_answer(*, actor: Actor, voice: CustomerVoice, answer: str, files: Sequence[Upload] = ()) -> None:
    """Write the answer, with evidence if there is any. It is given at once where nobody approves it or its author is the head, else it waits."""
    access.require(POLICY, Permission.VOICE_ANSWER, actor, voice)
    rules.check_open(voice.state)
    answer = masked(answer)[0]
    if len(answer) < rules.FEWEST_ANSWER:
        raise Refused(_("The answer needs at least %(least)s letters.", least=rules.FEWEST_ANSWER))
    change_state(voice, state=VoiceState.SUBMITTED, answer=answer, answer_by_id=actor.id)
    store_uploads(uploads=files, subject_type=EVIDENCE, subject_id=voice.id, actor=actor)
    if actor.heads(voice.department_id) or not head_approves():
        _give(actor, voice, note=answer)
        return
    record_step(voice, VoiceStepKind.ANSWER, answer, actor.id)
    publish(
        VoiceAnswerWritten(
            actor_id=actor.id, customer_voice_id=voice.id, department_id=voice.department_id, answer=FreeText(answer)
        )
    )


def approve_answer(*, actor: Actor, voice: CustomerVoice) -> None:
    """Give the answer that waits; somebody else than the head wrote it."""
    access.require(POLICY, Permission.VOICE_APPROVE, actor, voice)
    rules.check_submitted(voice.state)
    _give(actor, voice)


def return_answer(*, actor: Actor, voice: CustomerVoice, reason: str) -> None:
    """Ask for another answer; the one that was written stays in the history."""
    access.require(POLICY, Permission.VOICE_APPROVE, actor, voice)
    rules.check_submitted(voice.state)
    change_state(voice, state=VoiceState.OPEN)
    record_step(voice, VoiceStepKind.RETURN, reason, actor.id)
    publish(VoiceAnswerReturned(actor_id=actor.id, customer_voice_id=voice.id, reason=FreeText(reason)))


def make_happy_call(*, actor: Actor, voice: CustomerVoice, points: int, note: str) -> None:
    """Keep how satisfied the citizen is with the answer (1–5), asked by the control tower."""
    access.require(POLICY, Permission.VOICE_CALL, actor, voice)
    rules.check_call(voice.state, points, called_before=voice.call_points is not None)
    note = masked(note)[0]
    change_state(voice, call_points=points, called_by_id=actor.id)
    record_step(voice, VoiceStepKind.CALL, note, actor.id)
    publish(HappyCallMade(actor_id=actor.id, customer_voice_id=voice.id, points=points, note=FreeText(note)))


def _give(actor: Actor, voice: CustomerVoice, *, note: str = "") -> None:
    """Give the answer; `note` stands in the history where the answer does not stand there yet."""
    now = clock.now()
    in_time = None if voice.due_at is None else not clocks.is_late(voice.due_at, now)
    change_state(voice, state=VoiceState.ANSWERED, answered_at=now, in_time=in_time)
    record_step(voice, VoiceStepKind.APPROVAL, note, actor.id)
    publish(
        CustomerVoiceAnswered(
            actor_id=actor.id,
            customer_voice_id=voice.id,
            department_id=voice.department_id,
            in_time=in_time,
            answer=FreeText(voice.answer),
        )
    )
