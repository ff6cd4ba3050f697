"""Keeping, discarding and expiring drafts. Nothing is published: a draft is nobody's business but its owner's."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict
from app.core.idempotency import Submission
from app.core.messages import _
from app.drafts import rules
from app.drafts.models import Draft


def keep_draft(*, actor: Actor, form: str, fields: Iterable[tuple[str, str]], submission: str = "") -> datetime:
    """Keep what is typed in place of what was kept before; return when.

    `submission` is the idempotency key of the form: once that was handed in, a late request brings nothing back
    (`Conflict`).
    """
    payload = rules.payload_of(fields)
    if submission and db.session.scalar(select(Submission.key).where(Submission.key == submission)):
        raise Conflict(_("This form has been handed in."))
    now = clock.now()
    insert: Any = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(Draft).values(owner_id=actor.id, form=rules.check_form(form), payload=payload, saved_at=now)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["owner_id", "form"], set_={"payload": payload, "saved_at": now})
    )
    return now


def discard_draft(*, actor: Actor, form: str) -> None:
    """Forget the actor's draft of a form, if there is one: it was handed in, or is not wanted."""
    db.session.execute(delete(Draft).where(Draft.owner_id == actor.id, Draft.form == form))


def expire_drafts() -> int:
    """Forget drafts nobody has touched for ninety days; return how many those were."""
    statement = delete(Draft).where(Draft.saved_at < clock.now() - rules.KEPT)
    result: Any = db.session.execute(statement)
    return int(result.rowcount)
