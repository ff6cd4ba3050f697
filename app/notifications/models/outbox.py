"""발신함과 메일 설정."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, enum_column, foreign_key, moment, pk, short_text, trigger
from app.notifications.enums import Encryption, MailKind, MailState


class MailSettings(Model):
    """메일 설정: one row, set by `services.save_mail_settings`; without a host there is only the inbox.

    `password_file` names the file in the instance folder that holds the password; the database never does.
    `quiet_from`–`quiet_until` is the time (on the office's clock) in which no mail leaves, nor on days off.
    """

    __tablename__ = "mail_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("port BETWEEN 1 AND 65535", name="port_exists"),
        CheckConstraint("most_a_day BETWEEN 0 AND 100", name="most_a_day_within_reason"),
        CheckConstraint("head_after_days BETWEEN 1 AND 60", name="head_after_days_within_reason"),
        CheckConstraint("host = '' OR (sender <> '' AND site <> '')", name="whole_if_it_sends"),
    )

    id: Mapped[pk]
    host: Mapped[short_text] = mapped_column(default="")
    port: Mapped[int] = mapped_column(default=25)
    encryption: Mapped[Encryption] = enum_column(Encryption, default=Encryption.NONE)
    user: Mapped[short_text] = mapped_column(default="")
    password_file: Mapped[str | None] = mapped_column(String(80))
    sender: Mapped[str] = mapped_column(String(254), default="")
    site: Mapped[short_text] = mapped_column(default="")
    quiet_from: Mapped[time] = mapped_column(default=time(18))
    quiet_until: Mapped[time] = mapped_column(default=time(9))
    most_a_day: Mapped[int] = mapped_column(default=5)
    head_after_days: Mapped[int] = mapped_column(default=3)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[moment]


class Mail(Model):
    """발신 메일: written in the transaction of the fact, sent after it. State changes go through `services.outbox`.

    Its text is made when it is sent, from the notices that point here. `message_id` never changes, so that a mail
    that left twice (the power went between sending and writing it down) can be known as the same one.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("message_id", name="message_id"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_if_it_left"),
        CheckConstraint("state NOT IN ('given_up', 'dropped') OR reason <> ''", name="reason_if_not_sent"),
        CheckConstraint("(kind = 'digest') = (digest_on IS NOT NULL)", name="day_of_a_digest"),
        Index(
            "uq_mails_one_digest_a_day",
            "person_id",
            "digest_on",
            unique=True,
            sqlite_where=text("digest_on IS NOT NULL"),
            postgresql_where=text("digest_on IS NOT NULL"),
        ),
        Index(
            "ix_mails_waiting",
            "next_try_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_mails_state_id", "state", "id"),
    )

    id: Mapped[pk]
    kind: Mapped[MailKind] = enum_column(MailKind)
    person_id: Mapped[int] = foreign_key("people.id")
    message_id: Mapped[str] = mapped_column(String(100))
    digest_on: Mapped[date | None]
    state: Mapped[MailState] = enum_column(MailState, default=MailState.WAITING, server_default="waiting")
    created_at: Mapped[moment]
    next_try_at: Mapped[moment]
    first_try_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    counted_on: Mapped[date | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")


class MailCount(Model):
    """How many mails of their own a person got on a day: the hard cap is counted here, by one UPDATE each."""

    __tablename__ = "mail_counts"
    __table_args__ = (CheckConstraint("number >= 0", name="number_not_negative"),)

    person_id: Mapped[int] = foreign_key("people.id", index=False, primary_key=True)
    on: Mapped[day] = mapped_column("day", primary_key=True)
    number: Mapped[int] = mapped_column(default=0, server_default="0")


trigger(
    "mails",
    "UPDATE",
    name="sent_stays_sent",
    reason="mails: what has left does not come back",
    condition="OLD.state = 'sent'",
)
trigger(
    "mails",
    "UPDATE",
    name="keeps_message_id",
    reason="mails: a mail keeps its Message-ID",
    condition="OLD.message_id <> NEW.message_id",
)
