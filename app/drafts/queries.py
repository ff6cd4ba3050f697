"""Reads of drafts: always one's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.drafts.models import Draft
from app.drafts.rules import Payload


@dataclass(frozen=True)
class Kept:
    """What was typed into a form so far, and when it was kept."""

    payload: Payload
    saved_at: datetime


def own_draft(actor: Actor, form: str) -> Kept | None:
    """Return the actor's draft of a form, or None."""
    statement = select(Draft.payload, Draft.saved_at).where(Draft.owner_id == actor.id, Draft.form == form)
    found = db.session.execute(statement).first()
    if found is None:
        return None
    payload: Mapping[str, list[str]] = found.payload
    return Kept(payload, found.saved_at)
