"""이슈 처리: opinions of departments, transfers, reviews, promised days."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import IssueOpinionState, ReviewAdvice
from app.innovation.models.frozen import answered_stays

OPEN_OPINION = "state IN ('asked', 'drafted')"


class IssueOpinion(Model):
    """검토의견: a department is asked about an issue; a draft may be written before its head answers.

    The days of waiting are not counted, up to `due_on`. Changed by `services.issue_opinions`.
    """

    __tablename__ = "issue_opinions"
    __table_args__ = (
        CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL) AND (state = 'answered') = (answered_by_id IS NOT NULL)"
            " AND (state = 'answered') = (answer IS NOT NULL) AND (state = 'answered') = (in_time IS NOT NULL)",
            name="answered_completely",
        ),
        CheckConstraint("(state = 'dropped') = (dropped_at IS NOT NULL)", name="moment_if_dropped"),
        CheckConstraint("state <> 'drafted' OR drafted_by_id IS NOT NULL", name="author_if_drafted"),
        CheckConstraint("state <> 'answered' OR words <> ''", name="words_if_answered"),
        CheckConstraint("question <> ''", name="question_given"),
        Index(
            "uq_issue_opinions_open",
            "issue_id",
            "department_id",
            unique=True,
            sqlite_where=text(OPEN_OPINION),
            postgresql_where=text(OPEN_OPINION),
        ),
        Index("ix_issue_opinions_department_id_state", "department_id", "state"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    question: Mapped[long_text]
    asked_by_id: Mapped[int] = foreign_key("people.id")
    asked_at: Mapped[moment]
    due_on: Mapped[day]
    state: Mapped[IssueOpinionState] = enum_column(IssueOpinionState, default=IssueOpinionState.ASKED)
    version: Mapped[int] = mapped_column(default=1)
    words: Mapped[long_text] = mapped_column(default="")
    drafted_by_id: Mapped[int | None] = foreign_key("people.id")
    answer: Mapped[OpinionAnswer | None] = enum_column(OpinionAnswer)
    answered_by_id: Mapped[int | None] = foreign_key("people.id")
    answered_at: Mapped[datetime | None]
    in_time: Mapped[bool | None]
    dropped_at: Mapped[datetime | None]


class IssueTransfer(Model):
    """이송: another department reviews from now on. No department: the control tower. Rows are never changed."""

    __tablename__ = "issue_transfers"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint(
            "from_department_id IS NULL OR to_department_id IS NULL OR from_department_id <> to_department_id",
            name="to_another",
        ),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    from_department_id: Mapped[int | None] = foreign_key("departments.id")
    to_department_id: Mapped[int | None] = foreign_key("departments.id")
    reason: Mapped[long_text]
    transferred_by_id: Mapped[int] = foreign_key("people.id")
    transferred_at: Mapped[moment]


class IssueReview(Model):
    """검토 결과: what the reviewing department advises before the control tower decides. Rows are never changed."""

    __tablename__ = "issue_reviews"
    __table_args__ = (CheckConstraint("words <> ''", name="words_given"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    advice: Mapped[ReviewAdvice] = enum_column(ReviewAdvice)
    words: Mapped[long_text]
    reviewed_by_id: Mapped[int] = foreign_key("people.id")
    reviewed_at: Mapped[moment]


class IssuePromise(Model):
    """처리 약속: a later day for the decision, with the reason its proposer reads. Rows are never changed.

    `due_on` is the day that would be missed; `in_time`: the notice was given before that day had ended.
    """

    __tablename__ = "issue_promises"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("promised_on > due_on", name="later_day"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id")
    due_on: Mapped[day]
    promised_on: Mapped[day]
    in_time: Mapped[bool]
    reason: Mapped[long_text]
    promised_by_id: Mapped[int] = foreign_key("people.id")
    promised_at: Mapped[moment]


answered_stays("issue_opinions", when="OLD.state IN ('answered', 'dropped')")
append_only("issue_transfers")
append_only("issue_reviews")
append_only("issue_promises")
