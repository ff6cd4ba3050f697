"""Choosing how to hear of things."""

from collections.abc import Mapping

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.i18n import LANGUAGES
from app.core.messages import _
from app.notifications.enums import Frequency, NoticeKind
from app.notifications.events import NoticeChoicesSet
from app.notifications.models import NoticeChoice, NoticeLanguage
from app.notifications.queries.choices import language_of


def set_choices(*, choices: Mapping[NoticeKind, Frequency], language: str, actor: Actor) -> None:
    """Choose for each kind how soon the actor hears of it, and the language of the mail ("ko" or "en")."""
    if language not in LANGUAGES:
        raise Refused(_("There is no such language."))
    kept = {row.kind: row for row in db.session.scalars(select(NoticeChoice).filter_by(person_id=actor.id))}
    changed = {
        kind: wish
        for kind, wish in choices.items()
        if wish is not (kept[kind].frequency if kind in kept else Frequency.DAILY)
    }
    now = clock.now()
    for kind, wish in changed.items():
        if kind in kept:
            kept[kind].frequency, kept[kind].chosen_at = wish, now
        else:
            db.session.add(NoticeChoice(person_id=actor.id, kind=kind, frequency=wish, chosen_at=now))
    spoken = language_of(actor.id)
    if spoken != language:
        db.session.merge(NoticeLanguage(person_id=actor.id, language=language, chosen_at=now))
    db.session.flush()
    if changed or spoken != language:
        said = tuple(f"{kind}: {wish}" for kind, wish in changed.items())
        publish(NoticeChoicesSet(actor_id=actor.id, person_id=actor.id, choices=said, language=language))
