"""Telling somebody something, and its being read."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, update

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.messages import Message
from app.notifications.enums import Frequency, MailKind, NoticeKind, Posting
from app.notifications.models import Mail, Notice
from app.notifications.queries.recipients import Recipient, recipients_of
from app.notifications.sentences import stored
from app.notifications.who import Who

KEPT = timedelta(days=365)
"""How long a notice stays in the inbox."""


@dataclass(frozen=True)
class Link:
    """The page a notice leads to: an endpoint and what stands in its address."""

    endpoint: str
    params: Mapping[str, int | str] = field(default_factory=dict)


def tell(
    *,
    who: Who,
    kind: NoticeKind,
    sentence: Message,
    link: Link,
    but: int | None = None,
    discreet: bool = False,
    topic: str | None = None,
) -> int:
    """Write a notice for everybody meant, inside the transaction of the fact; return how many were told.

    `but` is who caused it: nobody is told what they did themselves. With `discreet` a mail tells only that there is
    something. Who has not yet read a notice of the same `topic` gets no second one. Whoever chose "never" for the kind
    gets nothing; who chose "at once" and has an address gets a mail too.
    """
    told = [one for one in recipients_of(who.but(but), kind, topic) if one.frequency is not Frequency.NEVER]
    if not told:
        return 0
    mails = _write_mails([one.person_id for one in told if one.frequency is Frequency.NOW and one.gets_mail])
    fixed = {
        "kind": kind,
        "msgid": sentence.msgid,
        "params": stored(sentence),
        "endpoint": link.endpoint,
        "link": dict(link.params),
        "topic": topic,
        "discreet": discreet,
        "created_at": clock.now(),
        "unread": 1,
    }
    rows = [
        {"person_id": one.person_id, "posting": _posting(one), "mail_id": mails.get(one.person_id), **fixed}
        for one in told
    ]
    db.session.execute(insert(Notice), rows)
    return len(rows)


def _posting(one: Recipient) -> Posting:
    if not one.gets_mail:
        return Posting.NONE
    return Posting.NOW if one.frequency is Frequency.NOW else Posting.DAILY


def _write_mails(person_ids: list[int]) -> Mapping[int, int]:
    """Write a mail for each of the people into the outbox; return their ids by person."""
    if not person_ids:
        return {}
    now = clock.now()
    rows = [
        {
            "kind": MailKind.SINGLE,
            "person_id": person_id,
            "message_id": new_message_id(),
            "created_at": now,
            "next_try_at": now,
        }
        for person_id in person_ids
    ]
    written = db.session.execute(insert(Mail).returning(Mail.person_id, Mail.id), rows)
    return dict(written.all())


def new_message_id() -> str:
    """Return a Message-ID without the angle brackets; it says nothing about the person or the matter."""
    return f"{secrets.token_hex(16)}@opum"


def read_notice(*, notice: Notice, actor: Actor) -> None:
    """Mark an own notice as read; a second time changes nothing."""
    _read(Notice.id == notice.id, Notice.person_id == actor.id)


def read_all(*, actor: Actor) -> None:
    """Mark every notice of the actor as read."""
    _read(Notice.person_id == actor.id)


def _read(*conditions: Any) -> None:
    statement = update(Notice).where(*conditions, Notice.unread == 1).values(unread=0, read_at=clock.now())
    db.session.execute(statement.execution_options(synchronize_session=False))


def expire_notices() -> int:
    """Forget notices of more than a year ago; return how many."""
    old = delete(Notice).where(Notice.created_at < clock.now() - KEPT)
    result: Any = db.session.execute(old.execution_options(synchronize_session=False))
    return int(result.rowcount)
