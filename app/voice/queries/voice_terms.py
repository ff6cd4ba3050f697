"""처리 기준."""

from sqlalchemy import select

from app.core.database import db
from app.voice.models import VoiceTerms


def terms_now() -> VoiceTerms | None:
    """Return the terms that hold; None where the office has set none."""
    return db.session.scalar(select(VoiceTerms).order_by(VoiceTerms.id.desc()).limit(1))


def head_approves() -> bool:
    """Whether the head approves answers; yes until the office says otherwise."""
    terms = terms_now()
    return terms is None or terms.head_approves
