"""알림함: the own notices, unread ones first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, bindparam, cast, func, select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Keyset, Page
from app.core.turns import Asked, lines_of
from app.notifications.enums import NoticeKind
from app.notifications.models import Notice
from app.notifications.sentences import said

UNREAD = _("Notices you have not read")


class NoticeRow(NamedTuple):
    """One line of the inbox."""

    id: int
    kind: NoticeKind
    sentence: Message
    created_at: datetime
    is_unread: bool


_INBOX = Keyset(
    select(Notice.id, Notice.kind, Notice.msgid, Notice.params, Notice.created_at, Notice.unread).where(
        Notice.person_id == bindparam("me", type_=Integer)
    ),
    keys=[Notice.unread, Notice.id],
)


def inbox_of(actor: Actor, cursor: str | None = None) -> Page[NoticeRow]:
    """Return a page of the actor's notices: unread ones first, then the newest first."""
    page = _INBOX.page(cursor, {"me": actor.id})
    rows = [
        NoticeRow(notice_id, kind, said(msgid, params), at, bool(unread))
        for notice_id, kind, msgid, params, at, unread in page.rows
    ]
    return Page(rows, page.next_cursor)


def own_notice_or_404(notice_id: int, actor: Actor) -> Notice:
    """Return an own notice. Raises `Missing` for one of somebody else."""
    notice = db.session.scalar(select(Notice).where(Notice.id == notice_id, Notice.person_id == actor.id))
    if notice is None:
        raise Missing(_("There is no such notice."))
    return notice


def unread(actor: Actor) -> Asked:
    """Return the number of unread notices as a kind of turn: it travels in the statement that counts the turns."""
    count = cast(func.count(Notice.id), String)
    lines = lines_of(func.count(Notice.id), count).where(Notice.person_id == actor.id, Notice.unread == 1)
    return Asked(what=UNREAD, endpoint="notifications.list_notices", lines=lines)


def address_of(notice: Notice) -> tuple[str, Mapping[str, Any]]:
    """Return endpoint and parameters of the page a notice leads to."""
    return notice.endpoint, notice.link
