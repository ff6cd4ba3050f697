"""칭찬 확인: the head says that praise from a citizen is true; then it may earn mileage, once."""

from sqlalchemy import and_, or_, select

from app.core import access
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.voice.enums.customer_voices import PraiseState, VoiceStepKind
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import CitizenPraiseConfirmed, CitizenPraiseDeclined
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.rules import voices as rules
from app.voice.services.customer_voices import record_step


def confirm_praise(*, actor: Actor, voice: CustomerVoice, note: str) -> None:
    """Confirm praise of a colleague, or of the department. Nobody confirms the own one, or what they wrote down.

    Raises `Refused` where the same praise was taken in twice and confirmed already.
    """
    access.require(POLICY, Permission.VOICE_CONFIRM_PRAISE, actor, voice)
    rules.check_praise_open(voice.praise)
    _check_first(voice)
    change_state(voice, praise=PraiseState.CONFIRMED, praise_decided_by_id=actor.id)
    record_step(voice, VoiceStepKind.PRAISE, note, actor.id)
    publish(
        CitizenPraiseConfirmed(
            actor_id=actor.id,
            customer_voice_id=voice.id,
            department_id=voice.department_id,
            person_id=voice.praised_id,
            received_on=voice.received_on.isoformat(),
        )
    )


def decline_praise(*, actor: Actor, voice: CustomerVoice, reason: str) -> None:
    """Say why the praise cannot be confirmed."""
    access.require(POLICY, Permission.VOICE_CONFIRM_PRAISE, actor, voice)
    rules.check_praise_open(voice.praise)
    change_state(voice, praise=PraiseState.DECLINED, praise_decided_by_id=actor.id)
    record_step(voice, VoiceStepKind.NO_PRAISE, reason, actor.id)
    publish(CitizenPraiseDeclined(actor_id=actor.id, customer_voice_id=voice.id, reason=FreeText(reason)))


def _check_first(voice: CustomerVoice) -> None:
    """Refuse praise of a colleague that came in before: in the same words, or under the same number elsewhere.

    The rows are held, so that of two confirmed at the same time the second one sees the first.
    """
    if voice.praised_id is None:
        return
    same = CustomerVoice.text_hash == voice.text_hash
    numbered = and_(CustomerVoice.reference == voice.reference, CustomerVoice.reference != "")
    alike = (
        select(CustomerVoice.number, CustomerVoice.praise)
        .where(CustomerVoice.praised_id == voice.praised_id, or_(same, numbered))
        .order_by(CustomerVoice.id)
        .with_for_update()
    )
    for number, state in db.session.execute(alike):
        if state is PraiseState.CONFIRMED:
            raise Refused(_("The same praise was confirmed already: %(number)s.", number=number))
