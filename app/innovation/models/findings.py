"""모니터링 의견."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, day, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.innovation.enums import FindingKind


class Finding(Model):
    """모니터링 의견: what somebody inside or outside saw, and what the lead department answers.

    Answered once, by `services.findings.answer_finding`.
    """

    __tablename__ = "findings"
    __table_args__ = (
        CheckConstraint("text <> ''", name="something_was_found"),
        CheckConstraint(
            "(answer = '') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_by_id IS NULL)",
            name="answered_completely",
        ),
    )

    id: Mapped[pk]
    task_id: Mapped[int] = foreign_key("tasks.id")
    kind: Mapped[FindingKind] = enum_column(FindingKind)
    found_on: Mapped[day]
    source: Mapped[short_text]
    text: Mapped[long_text]
    recorded_by_id: Mapped[int] = foreign_key("people.id")
    recorded_at: Mapped[moment]
    answer: Mapped[long_text] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = foreign_key("people.id")
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


trigger("findings", "DELETE", name="no_delete", reason="findings: rows are never deleted")
trigger(
    "findings",
    "UPDATE",
    name="words_are_kept",
    reason="findings: what was found and answered is not rewritten",
    condition="OLD.answer <> '' OR NEW.text <> OLD.text OR NEW.source <> OLD.source OR NEW.kind <> OLD.kind",
)
