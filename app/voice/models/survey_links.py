"""설문 링크: an address by which a wave is answered, for a department and a customer group."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, enum_column, foreign_key, moment, pk, trigger
from app.voice.enums.survey_links import LinkAccess

_LINKS, _STAMPS = "survey_links", "survey_stamps"


class SurveyLink(Model):
    """설문 링크. The key is public, because it stands on a card on the counter; it is random, so nobody guesses it.

    `tokens_made` counts the tokens ever made: what was made and is no longer there has been used.
    """

    __tablename__ = _LINKS
    __table_args__ = (
        UniqueConstraint("key", name="key"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("tokens_made >= 0 AND (access <> 'open' OR tokens_made = 0)", name="open_without_tokens"),
    )

    id: Mapped[pk]
    wave_id: Mapped[int] = foreign_key("survey_waves.id")
    department_id: Mapped[int | None] = foreign_key("departments.id")
    customer_group_id: Mapped[int | None] = foreign_key("customer_groups.id")
    key: Mapped[str] = mapped_column(String(16))
    access: Mapped[LinkAccess] = enum_column(LinkAccess)
    tokens_made: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int] = foreign_key("people.id", index=False)
    made_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = foreign_key("people.id", index=False)


class SurveyStamp(Model):
    """쓰인 양식 도장: the stamp of a form that was sent, so that a double click counts once. Kept for two days.

    Its id is a keyed hash of the stamp; who had the form is known to nobody.
    """

    __tablename__ = _STAMPS

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[day]


trigger(_LINKS, "DELETE", name="no_delete", reason=f"{_LINKS}: rows are never deleted")
trigger(
    _LINKS,
    "UPDATE",
    name="only_ended",
    reason=f"{_LINKS}: a link is ended once, and what it asks about never changes",
    condition="OLD.key <> NEW.key OR OLD.wave_id <> NEW.wave_id OR OLD.access <> NEW.access "
    "OR COALESCE(OLD.department_id, 0) <> COALESCE(NEW.department_id, 0) "
    "OR COALESCE(OLD.customer_group_id, 0) <> COALESCE(NEW.customer_group_id, 0) "
    "OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL) OR NEW.tokens_made < OLD.tokens_made",
)
trigger(_STAMPS, "UPDATE", name="no_update", reason=f"{_STAMPS}: rows are never changed")
