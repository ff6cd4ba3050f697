"""처리 기준: whether heads approve answers."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import FreeText, publish
from app.voice.enums.permissions import Permission
from app.voice.events.customer_voices import VoiceTermsSet
from app.voice.models import VoiceTerms
from app.voice.policy import POLICY


def set_terms(*, actor: Actor, head_approves: bool, reason: str) -> VoiceTerms:
    """Say whether heads approve answers, from now on."""
    access.require(POLICY, Permission.VOICE_TERMS, actor)
    terms = VoiceTerms(head_approves=head_approves, reason=reason, set_by_id=actor.id, set_at=clock.now())
    db.session.add(terms)
    db.session.flush()
    publish(
        VoiceTermsSet(actor_id=actor.id, voice_terms_id=terms.id, head_approves=head_approves, reason=FreeText(reason))
    )
    return terms
