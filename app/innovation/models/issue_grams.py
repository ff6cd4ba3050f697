"""유사 이슈 색인: which pairs of syllables an issue's words hold. Derived data: `flask innovation index-issues` makes it anew."""

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key


class IssueGram(Model):
    """One gram of one issue. `weight` is its share of the issue's text, in thousandths of the length of its vector."""

    __tablename__ = "issue_grams"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 1 AND 1000", name="weight_in_thousandths"),
        Index("ix_issue_grams_gram", "gram", "issue_id", "weight"),
        {"sqlite_with_rowid": False},
    )

    issue_id: Mapped[int] = foreign_key("issues.id", index=False, primary_key=True)
    gram: Mapped[str] = mapped_column(String(8), primary_key=True)
    weight: Mapped[int]
