"""처리기한 변경: extending the period, and days that are no part of it."""

from collections.abc import Sequence
from datetime import date, datetime

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.voice.enums.customer_voices import ExtensionGround, NotCountedGround, VoiceState, VoiceStepKind
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import CustomerVoiceExtended, VoiceDaysNotCounted
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.rules import voice_clock as clocks
from app.voice.rules import voices as rules
from app.voice.rules.voice_clock import LeftOut
from app.voice.services.customer_voices import calendar_between, record_step


def extend(*, actor: Actor, voice: CustomerVoice, ground: ExtensionGround, amount: int, reason: str) -> None:
    """Extend the period once, by at most itself. The citizen is told by the office at once (시행령 §21③)."""
    access.require(POLICY, Permission.VOICE_EXTEND, actor, voice)
    if voice.state is VoiceState.ANSWERED:
        rules.check_open(voice.state)
    if voice.due_at is None:
        raise Refused(_("No period runs for this voice."))
    clocks.check_extension(
        voice.legal_kind, amount, extended_before=voice.extension is not None, due=voice.due_at, now=clock.now()
    )
    due = _due(voice, extension=amount, left_out=left_out_of(voice))
    change_state(voice, extension=amount, extension_ground=ground, due_at=due, due_on=due.date())
    record_step(voice, VoiceStepKind.EXTENSION, reason, actor.id)
    publish(
        CustomerVoiceExtended(
            actor_id=actor.id,
            customer_voice_id=voice.id,
            ground=ground.value,
            amount=amount,
            due_at=due.isoformat(),
            reason=FreeText(reason),
        )
    )


def leave_out(*, actor: Actor, voice: CustomerVoice, days: LeftOut, reason: str) -> None:
    """Take days out of the period before the answer is given.

    The department that answers does so for its own on-site inspection and while it is in time. Any other ground, and
    any day once the period has passed, is written down by the control tower of another department: nobody mends the
    own lateness.
    """
    access.require(POLICY, Permission.VOICE_LEAVE_OUT, actor, voice)
    if voice.state is VoiceState.ANSWERED:
        rules.check_open(voice.state)
    if voice.due_at is None:
        raise Refused(_("No period runs for this voice."))
    is_own = voice.department_id in offices_of(actor)
    if is_own and (days.ground is not NotCountedGround.ON_SITE or clocks.is_late(voice.due_at, clock.now())):
        raise Refused(_("These days are written down by the control tower, by somebody of another department."))
    before = left_out_of(voice)
    clocks.check_left_out(days, before, legal=voice.legal_kind, received_on=voice.received_on, today=clock.today())
    every = [*before, days]
    due = _due(voice, extension=voice.extension or 0, left_out=every)
    kept = [[one.ground.value, one.first.isoformat(), one.last.isoformat()] for one in every]
    change_state(voice, not_counted=kept, due_at=due, due_on=due.date())
    record_step(voice, VoiceStepKind.NOT_COUNTED, reason, actor.id)
    publish(
        VoiceDaysNotCounted(
            actor_id=actor.id,
            customer_voice_id=voice.id,
            ground=days.ground.value,
            first_day=days.first.isoformat(),
            last_day=days.last.isoformat(),
            due_at=due.isoformat(),
            reason=FreeText(reason),
        )
    )


def left_out_of(voice: CustomerVoice) -> Sequence[LeftOut]:
    """Return the days that are no part of the period of a voice, as they were written down."""
    return [
        LeftOut(ground=NotCountedGround(ground), first=date.fromisoformat(first), last=date.fromisoformat(last))
        for ground, first, last in voice.not_counted or ()
    ]


def _due(voice: CustomerVoice, *, extension: int, left_out: Sequence[LeftOut]) -> datetime:
    last = max([voice.received_on, *(one.last for one in left_out)])
    calendar = calendar_between(voice.received_on, last)
    due = clocks.due_at(voice.received_at, voice.legal_kind, calendar, extension=extension, left_out=left_out)
    assert due is not None
    return due
