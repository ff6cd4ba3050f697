"""시민 아이디어: what a citizen wrote on the public page, how they find it again, and what of it is public."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, long_text, pk, short_text, trigger
from app.voice.enums.citizen_ideas import IdeaShowing

_IDEAS = "citizen_ideas"


class CitizenIdea(Model):
    """시민 아이디어: the part of a customer's voice that came by the citizens' page. No name, no contact, no address.

    `code_hash` is of the code the citizen saw once. `shown_title` and `shown_words` are what the public reads: the
    office may leave something out, and the page says that it did.
    """

    __tablename__ = _IDEAS
    __table_args__ = (
        UniqueConstraint("voice_id", name="voice"),
        UniqueConstraint("code_hash", name="code"),
        CheckConstraint("title <> '' AND problem <> '' AND proposal <> ''", name="parts_are_given"),
        CheckConstraint("(showing = 'shown') = (shown_on IS NOT NULL)", name="day_if_shown"),
        CheckConstraint("showing <> 'shown' OR (shown_title <> '' AND shown_words <> '')", name="words_if_shown"),
        CheckConstraint("(showing = 'waiting') = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("showing <> 'kept' OR reason <> ''", name="reason_if_kept"),
        Index("ix_citizen_ideas_showing_shown_on", "showing", "shown_on", "id"),
    )

    id: Mapped[pk]
    voice_id: Mapped[int] = mapped_column(ForeignKey("customer_voices.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    title: Mapped[short_text]
    problem: Mapped[long_text]
    proposal: Mapped[long_text]
    showing: Mapped[IdeaShowing] = enum_column(IdeaShowing, default=IdeaShowing.WAITING)
    shown_title: Mapped[short_text] = mapped_column(default="")
    shown_words: Mapped[long_text] = mapped_column(default="")
    shown_on: Mapped[date | None]
    reason: Mapped[long_text] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    version: Mapped[int] = mapped_column(default=1)


trigger(_IDEAS, "DELETE", name="no_delete", reason=f"{_IDEAS}: rows are never deleted")
trigger(
    _IDEAS,
    "UPDATE",
    name="receipt_stays",
    reason=f"{_IDEAS}: what was received stands",
    condition=" OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("voice_id", "code_hash", "title", "problem", "proposal")
    ),
)
trigger(
    _IDEAS,
    "INSERT",
    name="of_the_citizens_page",
    reason=f"{_IDEAS}: only a voice from the page of citizens is an idea, and it begins unread",
    condition="NEW.showing <> 'waiting' OR NOT EXISTS "
    "(SELECT 1 FROM customer_voices v WHERE v.id = NEW.voice_id AND v.channel = 'citizens')",
)
