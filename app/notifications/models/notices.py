"""알림."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, json_dict, long_text, moment, pk, trigger
from app.notifications.enums import NoticeKind, Posting


class Notice(Model):
    """알림 하나: one sentence for one person, kept as msgid and parameters and said in the reader's language.

    `endpoint` and `link` lead to its page. `discreet`: a mail says only that there is something, because the matter
    hides a name. `topic` names what is told once only as long as it is unread. `unread` (1 or 0) says the same as
    `read_at` and orders the inbox. Written by `services.tell`.
    """

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("unread IN (0, 1)", name="unread_is_yes_or_no"),
        CheckConstraint("(unread = 0) = (read_at IS NOT NULL)", name="read_if_opened"),
        CheckConstraint("mail_id IS NULL OR posting <> 'none'", name="mailed_only_if_wanted"),
        Index("ix_notices_inbox", "person_id", "unread", "id"),
        Index(
            "ix_notices_to_collect",
            "person_id",
            "id",
            sqlite_where=text("posting = 'daily' AND mail_id IS NULL"),
            postgresql_where=text("posting = 'daily' AND mail_id IS NULL"),
        ),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    kind: Mapped[NoticeKind] = enum_column(NoticeKind)
    msgid: Mapped[long_text]
    params: Mapped[json_dict]
    endpoint: Mapped[str] = mapped_column(String(100))
    link: Mapped[json_dict]
    topic: Mapped[str | None] = mapped_column(String(80))
    discreet: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[moment] = mapped_column(index=True)
    unread: Mapped[int] = mapped_column(default=1, server_default="1")
    read_at: Mapped[datetime | None]
    posting: Mapped[Posting] = enum_column(Posting, default=Posting.NONE, server_default=Posting.NONE.value)
    mail_id: Mapped[int | None] = foreign_key("mails.id")


for _column in ("person_id", "kind", "msgid", "endpoint", "created_at"):
    trigger(
        "notices",
        "UPDATE",
        name=f"keeps_{_column}",
        reason="notices: what somebody was told does not change",
        condition=f"OLD.{_column} <> NEW.{_column}",
    )
