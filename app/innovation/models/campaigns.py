"""공모: a call for ideas on a theme, with the days on which it takes them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, foreign_key, json_list, long_text, moment, pk, short_text
from app.innovation.models.frozen import answered_stays


class Campaign(Model):
    """공모. Whether it is open follows from its days (`rules.campaigns`); `closed_at` marks an early end.

    Changed by `services.campaigns`.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="ends_after_start"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="who_if_closed"),
        CheckConstraint("closed_at IS NULL OR closing_reason <> ''", name="reason_if_closed"),
        Index("ix_campaigns_ends_on_id", "ends_on", "id"),
    )

    id: Mapped[pk]
    title: Mapped[short_text]
    theme: Mapped[long_text]
    values: Mapped[json_list] = mapped_column(default=list)
    starts_on: Mapped[day]
    ends_on: Mapped[date]
    created_by_id: Mapped[int] = foreign_key("people.id", index=False)
    created_at: Mapped[moment]
    closed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    closed_at: Mapped[datetime | None]
    closing_reason: Mapped[long_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


answered_stays("campaigns", when="OLD.closed_at IS NOT NULL")
