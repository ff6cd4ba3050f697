"""발신함: what a mail holds and to whom it goes, and the administrator's list, which tells of no matter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select

from app.accounts.models import Account, Membership, Person, RoleAssignment
from app.core import clock
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Keyset, Page
from app.notifications.enums import MailKind, MailState
from app.notifications.letters import Line
from app.notifications.models import Mail, Notice, NoticeLanguage
from app.notifications.queries.recipients import is_here
from app.notifications.rules import has_lost_since
from app.notifications.sentences import said


class Addressee(NamedTuple):
    """Whom a mail reaches today: the address, and the language of the mail."""

    email: str
    language: str


def addressee_of(person_id: int) -> Addressee | None:
    """Return how mail reaches a person; None for somebody who left, whose account is closed or who has no address."""
    row = db.session.execute(
        select(Person.email, func.coalesce(NoticeLanguage.language, "ko"))
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .outerjoin(NoticeLanguage, NoticeLanguage.person_id == Person.id)
        .where(Person.id == person_id, Person.email.is_not(None), is_here(clock.today()))
    ).one_or_none()
    return None if row is None else Addressee._make(row)


def lines_of_mail(mail_id: int) -> Sequence[Line]:
    """Return what a mail tells; what its reader has opened meanwhile is not told again.

    Who has left a department or an office since a notice was written may perhaps not read the matter any more: the
    mail then says only that there is something, and the page behind it asks for the rights of today.
    """
    ended_role, ended_membership = (
        select(func.max(past.ends_on)).where(past.person_id == Notice.person_id, past.ends_on < clock.today())
        for past in (RoleAssignment, Membership)
    )
    rows = db.session.execute(
        select(
            Notice.id,
            Notice.msgid,
            Notice.params,
            Notice.discreet,
            Notice.created_at,
            ended_role.scalar_subquery(),
            ended_membership.scalar_subquery(),
        )
        .where(Notice.mail_id == mail_id, Notice.unread == 1)
        .order_by(Notice.id)
    )
    return [
        Line(
            notice_id=notice_id,
            sentence=said(msgid, params),
            discreet=discreet or has_lost_since(clock.to_seoul(created_at).date(), ended),
        )
        for notice_id, msgid, params, discreet, created_at, *ended in rows
    ]


class MailRow(NamedTuple):
    """A mail as the administrator sees it: to whom and how it stands, not what it is about.

    `reason` is one of our own sentences, or what the server said.
    """

    id: int
    kind: MailKind
    state: MailState
    person_id: int
    name: str
    created_at: datetime
    attempts: int
    next_try_at: datetime
    sent_at: datetime | None
    reason: Message


def mails_page(state: MailState | None, cursor: str | None = None) -> Page[MailRow]:
    """Return a page of the outbox, the newest first."""
    page = _mails(state).page(cursor)
    rows = [MailRow._make((*row[:-1], Message(row[-1]))) for row in page.rows]
    return Page(rows, page.next_cursor)


@lru_cache
def _mails(state: MailState | None) -> Keyset:
    statement: AnySelect = select(
        Mail.id,
        Mail.kind,
        Mail.state,
        Person.id,
        Person.name,
        Mail.created_at,
        Mail.attempts,
        Mail.next_try_at,
        Mail.sent_at,
        Mail.reason,
    ).join(Person, Person.id == Mail.person_id)
    if state is not None:
        statement = statement.where(Mail.state == state)
    return Keyset(statement, keys=[Mail.id])


def mail_counts() -> Mapping[MailState, int]:
    """Return how many mails are in each state."""
    counted = db.session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    found = dict(counted.all())
    return {state: found.get(state, 0) for state in MailState}


def waiting_count() -> int:
    """Return how many mails wait: for the metrics of the office."""
    return db.session.scalar(select(func.count()).where(Mail.state == MailState.WAITING)) or 0


def mail_or_404(mail_id: int) -> Mail:
    """Return a mail. Raises `Missing`."""
    mail = db.session.get(Mail, mail_id)
    if mail is None:
        raise Missing(_("There is no such mail."))
    return mail


def is_due(now: datetime) -> bool:
    """Whether some mail waits to be sent: asked once a minute, so it reads no more than one row of an index."""
    free = or_(Mail.claimed_until.is_(None), Mail.claimed_until <= now)
    found = select(Mail.id).where(Mail.state == MailState.WAITING, Mail.next_try_at <= now, free).limit(1)
    return db.session.scalar(found) is not None
