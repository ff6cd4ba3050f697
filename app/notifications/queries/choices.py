"""Reads about how somebody wants to hear of things."""

from collections.abc import Mapping

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.notifications.enums import Frequency, NoticeKind
from app.notifications.models import MailSettings, NoticeChoice, NoticeLanguage


def choices_of(person_id: int) -> Mapping[NoticeKind, Frequency]:
    """Return the frequency of every kind for a person, in the order of the kinds."""
    chosen = db.session.execute(
        select(NoticeChoice.kind, NoticeChoice.frequency).where(NoticeChoice.person_id == person_id)
    )
    found = dict(chosen.all())
    return {kind: found.get(kind, Frequency.DAILY) for kind in NoticeKind}


def language_of(person_id: int) -> str:
    """Return the language of a person's mail."""
    found = db.session.scalar(select(NoticeLanguage.language).where(NoticeLanguage.person_id == person_id))
    return found or "ko"


def way_to(person_id: int) -> tuple[str | None, bool]:
    """Return a person's mail address, and whether the office sends mail at all."""
    sends = select(MailSettings.id).where(MailSettings.host != "").exists()
    email, is_sent = db.session.execute(select(Person.email, sends).where(Person.id == person_id)).one()
    return email, bool(is_sent)
