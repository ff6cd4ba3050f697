"""알림 설정."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, moment
from app.notifications.enums import Frequency, NoticeKind


class NoticeChoice(Model):
    """How soon a person wants to hear of a kind; without a row it is daily. Set by `services.set_choices`."""

    __tablename__ = "notice_choices"

    person_id: Mapped[int] = foreign_key("people.id", index=False, primary_key=True)
    kind: Mapped[NoticeKind] = enum_column(NoticeKind, primary_key=True)
    frequency: Mapped[Frequency] = enum_column(Frequency)
    chosen_at: Mapped[moment]


class NoticeLanguage(Model):
    """The language of a person's mail; without a row it is Korean."""

    __tablename__ = "notice_languages"
    __table_args__ = (CheckConstraint("language IN ('ko', 'en')", name="known_language"),)

    person_id: Mapped[int] = foreign_key("people.id", index=False, primary_key=True)
    language: Mapped[str] = mapped_column(String(2))
    chosen_at: Mapped[datetime]
