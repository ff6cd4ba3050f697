"""이슈에 모인 뜻: votes, comments, people who join in and people who follow. None of it is ever scored."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.database import Model, foreign_key, long_text, moment, pk


class IssueVote(Model):
    """공감: one a person and issue; `department_id` is the voter's department on that day. Withdrawn: the row goes."""

    __tablename__ = "issue_votes"
    __table_args__ = (UniqueConstraint("issue_id", "person_id", name="person"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    voted_at: Mapped[moment]


class IssueComment(Model):
    """의견: plain text. A withdrawn one stays, and the page shows that one stood there."""

    __tablename__ = "issue_comments"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_given"),
        Index("ix_issue_comments_issue_id_id", "issue_id", "id"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    author_id: Mapped[int] = foreign_key("people.id")
    text: Mapped[long_text]
    written_at: Mapped[moment]
    withdrawn_at: Mapped[datetime | None]


class IssueParticipation(Model):
    """참여: somebody with the same idea joins the earlier issue instead of handing in a new one."""

    __tablename__ = "issue_participations"
    __table_args__ = (
        UniqueConstraint("issue_id", "person_id", name="person"),
        CheckConstraint("words <> ''", name="words_given"),
    )

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    words: Mapped[long_text]
    joined_at: Mapped[moment]


class IssueFollow(Model):
    """팔로우: somebody who wants to hear of the issue. Its proposers do so without a row."""

    __tablename__ = "issue_follows"
    __table_args__ = (UniqueConstraint("issue_id", "person_id", name="person"),)

    id: Mapped[pk]
    issue_id: Mapped[int] = foreign_key("issues.id", index=False)
    person_id: Mapped[int] = foreign_key("people.id")
    followed_at: Mapped[moment]
