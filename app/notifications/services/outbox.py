"""발신함: claiming a mail, writing down what became of it, trying again. Each verb is one short transaction of its caller.

A mail is claimed by `UPDATE … WHERE sent_at IS NULL …`, which exactly one of several senders wins, for ten minutes. The
server is spoken to outside any transaction. While its sender lives a mail stays claimed however long that takes, or the
clock jumps. Where a process dies between the server's yes and the row that says so, the mail leaves a second time with
the same Message-ID: nothing can be both never lost and never doubled.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.jobs.locks import is_sender_alive
from app.notifications.enums import MailKind, MailState, Permission, Posting
from app.notifications.events import MailRetried
from app.notifications.models import Mail, MailCount, Notice
from app.notifications.policy import POLICY
from app.notifications.rules import next_try

CLAIM = timedelta(minutes=10)
LOOKED_AT = 20
SENDER_LENGTH = 16


class ClaimedMail(NamedTuple):
    """A mail that is ours to send for ten minutes; `token` says so in the database: who sends, and what nobody else has."""

    id: int
    kind: MailKind
    person_id: int
    message_id: str
    created_at: datetime
    attempts: int
    first_try_at: datetime | None
    token: str


_OF_A_CLAIM = (Mail.id, Mail.kind, Mail.person_id, Mail.message_id, Mail.created_at, Mail.attempts, Mail.first_try_at)


def new_sender() -> str:
    """Make a name for somebody who begins to send."""
    return secrets.token_hex(SENDER_LENGTH // 2)


def claim_mail(*, most_a_day: int, sender: str) -> ClaimedMail | None:
    """Claim the mail that has waited longest, or None when none is due.

    The claim ends by itself after ten minutes, unless the sender still lives then (`jobs.locks.sender_alive`).
    Who has had `most_a_day` mails today gets no further one: its notice goes into the mail of the day.
    """
    now, today = clock.now(), clock.today()
    free = (Mail.state == MailState.WAITING, or_(Mail.claimed_until.is_(None), Mail.claimed_until <= now))
    due = select(*_OF_A_CLAIM, Mail.counted_on, Mail.claimed_by).where(*free, Mail.next_try_at <= now)
    longest = due.order_by(Mail.next_try_at, Mail.id).limit(LOOKED_AT)
    while waiting := _of_nobody_alive(db.session.execute(longest).all()):  # all may be over the cap: then the next ones
        for row in waiting:
            token, counted_on = f"{sender}{secrets.token_hex(SENDER_LENGTH // 2)}", row.counted_on
            mail = ClaimedMail._make((*row[: len(_OF_A_CLAIM)], token))
            counted = today if mail.kind is MailKind.SINGLE else None
            if not _change(mail.id, free, claimed_until=now + CLAIM, claimed_by=mail.token, counted_on=counted):
                continue
            if counted is None or counted_on == counted or _count(mail.person_id, today, most_a_day):
                return mail
            _fold(mail.id)
    return None


def _of_nobody_alive(rows: Sequence[Any]) -> Sequence[Any]:
    """Leave out mails whose claim ran out while their sender still lives: a slow server, or a clock that jumped."""
    return [row for row in rows if row.claimed_by is None or not is_sender_alive(row.claimed_by[:SENDER_LENGTH])]


def _change(mail_id: int, where: tuple[Any, ...], **values: object) -> bool:
    statement = update(Mail).where(Mail.id == mail_id, Mail.sent_at.is_(None), *where).values(**values)
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(result.rowcount == 1)


def _count(person_id: int, today: date, most_a_day: int) -> bool:
    """Count one more mail of today, unless the person has had as many as there may be."""
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    first = insert(MailCount).values(person_id=person_id, day=today, number=0)
    db.session.execute(first.on_conflict_do_nothing(index_elements=["person_id", "day"]))
    one_more = (
        update(MailCount)
        .where(MailCount.person_id == person_id, MailCount.on == today, MailCount.number < most_a_day)
        .values(number=MailCount.number + 1)
    )
    result: Any = db.session.execute(one_more.execution_options(synchronize_session=False))
    return bool(result.rowcount == 1)


def _fold(mail_id: int) -> None:
    """Let the notice of a mail go into the mail of the day."""
    move = update(Notice).where(Notice.mail_id == mail_id).values(mail_id=None, posting=Posting.DAILY)
    db.session.execute(move.execution_options(synchronize_session=False))
    _change(mail_id, (), state=MailState.FOLDED, claimed_until=None, claimed_by=None)


def mark_sent(*, mail: ClaimedMail) -> None:
    """Write down that the server took a claimed mail."""
    _finish(mail, state=MailState.SENT, sent_at=clock.now(), reason="")


def mark_dropped(*, mail: ClaimedMail, reason: str) -> None:
    """Write down that a claimed mail is not needed any more, with the reason."""
    _finish(mail, state=MailState.DROPPED, reason=reason)


def mark_failed(*, mail: ClaimedMail, reason: str, is_final: bool) -> None:
    """Write down that the server did not take a claimed mail: it is tried again later, or given up."""
    now = clock.now()
    first = mail.first_try_at or now
    attempts = mail.attempts + 1
    again = None if is_final else next_try(now, attempts=attempts, first_try_at=first)
    values: dict[str, object] = {"attempts": attempts, "first_try_at": first, "reason": reason or "?"}
    if again is None:
        _finish(mail, state=MailState.GIVEN_UP, **values)
    else:
        _finish(mail, next_try_at=again, **values)


def _finish(mail: ClaimedMail, **values: object) -> None:
    """Change a mail that is still ours; one whose claim ran out and that another sender has is theirs to finish."""
    _change(mail.id, (Mail.claimed_by == mail.token,), **values, claimed_until=None, claimed_by=None)


def retry_mail(*, mail: Mail, actor: Actor) -> None:
    """Let a mail that was given up begin anew. Raises `WrongState` for any other."""
    access.require(POLICY, Permission.MAIL_EDIT, actor)
    if mail.state is not MailState.GIVEN_UP:
        raise WrongState(_("Only a mail that was given up can be tried again."))
    begun = _change(
        mail.id,
        (Mail.state == MailState.GIVEN_UP,),
        state=MailState.WAITING,
        attempts=0,
        first_try_at=None,
        next_try_at=clock.now(),
    )
    if not begun:
        raise Refused(_("Only a mail that was given up can be tried again."))
    db.session.expire(mail)
    publish(MailRetried(actor_id=actor.id, mail_id=mail.id))
