"""반기 자체평가: what became of each practice item in a half year, submitted by one person and approved by another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome, ReviewStepKind
from app.innovation.enums.slogan_steps import HalfYear, SloganRating
from app.innovation.models.frozen import WITH_AUTHORS, freeze_with


class SloganReview(Model):
    """반기 자체평가 of a department. Changed by `services.slogans` while it is a draft or came back.

    `rating` follows from the outcomes of the practice items. Reviews older than these have no outcomes.
    """

    __tablename__ = "slogan_reviews"
    __table_args__ = (
        UniqueConstraint("slogan_id", "half", name="half"),
        CheckConstraint("done <> ''", name="done_is_told"),
        CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL) AND (approved_at IS NULL) = (approved_by_id IS NULL)",
            name="approved_if_so",
        ),
        CheckConstraint("approved_by_id <> reviewed_by_id", name="approved_by_another"),
    )

    id: Mapped[pk]
    slogan_id: Mapped[int] = foreign_key("slogans.id", index=False)
    half: Mapped[HalfYear] = enum_column(HalfYear)
    rating: Mapped[SloganRating] = enum_column(SloganRating)
    done: Mapped[long_text]
    next_steps: Mapped[long_text] = mapped_column(default="")
    state: Mapped[SloganState] = enum_column(SloganState, default=SloganState.DRAFT, server_default="submitted")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    reviewed_by_id: Mapped[int] = foreign_key("people.id")
    reviewed_at: Mapped[moment]
    approved_by_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]


class SloganItemResult(Model):
    """실천항목 이행 결과: the outcome of one practice item in a half year, with words; evidence hangs on this row."""

    __tablename__ = "slogan_item_results"
    __table_args__ = (
        UniqueConstraint("review_id", "item_id", name="item"),
        CheckConstraint("words <> ''", name="words_given"),
    )

    id: Mapped[pk]
    review_id: Mapped[int] = foreign_key("slogan_reviews.id", index=False)
    item_id: Mapped[int] = foreign_key("slogan_items.id")
    outcome: Mapped[ItemOutcome] = enum_column(ItemOutcome)
    words: Mapped[long_text]


class SloganReviewStep(Model):
    """자체평가 이력. Rows are never changed."""

    __tablename__ = "slogan_review_steps"

    id: Mapped[pk]
    review_id: Mapped[int] = foreign_key("slogan_reviews.id")
    kind: Mapped[ReviewStepKind] = enum_column(ReviewStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    taken_by_id: Mapped[int] = foreign_key("people.id")
    taken_at: Mapped[moment]


append_only("slogan_review_steps")
freeze_with("slogan_reviews", table="slogan_item_results", key="review_id")
trigger(
    "slogan_reviews",
    "UPDATE",
    name="words_stand_still",
    reason="slogan_reviews: the self-evaluation is with the head",
    condition=f"OLD.state NOT IN {WITH_AUTHORS} AND ("
    + " OR ".join(
        f"NEW.{column} IS DISTINCT FROM OLD.{column}"
        for column in ("slogan_id", "half", "rating", "done", "next_steps", "reviewed_by_id", "reviewed_at")
    )
    + ")",
)
trigger("slogan_reviews", "DELETE", name="no_delete", reason="slogan_reviews: rows are never deleted")
trigger(
    "slogan_reviews",
    "UPDATE",
    name="no_update",
    reason="slogan_reviews: an approved self-evaluation is never changed",
    condition="OLD.state = 'approved'",
)
trigger(
    "slogan_reviews",
    "UPDATE",
    name="approved_by_no_writer",
    reason="slogan_reviews: nobody approves their own words",
    condition="NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id AND EXISTS (SELECT 1 FROM slogan_review_steps"
    " WHERE review_id = NEW.id AND taken_by_id = NEW.approved_by_id AND kind IN ('writing', 'submission'))",
)
