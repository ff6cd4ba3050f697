"""이달의 질문: what the office asks citizens, and the two days by which it says what came of it."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, day, enum_column, foreign_key, long_text, moment, pk, trigger
from app.voice.enums.monthly_questions import StatementKind

_QUESTIONS, _STATEMENTS = "monthly_questions", "monthly_question_statements"


class MonthlyQuestion(Model):
    """이달의 질문: a wave of a survey that anybody answers, with the days by which the office answers back.

    `result_on` and `reflection_on` are the days on which the first statement of that kind was made public.
    """

    __tablename__ = _QUESTIONS
    __table_args__ = (
        UniqueConstraint("wave_id", name="wave"),
        CheckConstraint("result_due_on <= reflection_due_on", name="days_in_order"),
        CheckConstraint("reflection_on IS NULL OR result_on IS NOT NULL", name="result_before_reflection"),
        CheckConstraint("reflection_on >= result_on", name="reflection_after_the_result"),
    )

    id: Mapped[pk]
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    result_due_on: Mapped[day]
    reflection_due_on: Mapped[day]
    result_on: Mapped[date | None]
    reflection_on: Mapped[date | None]
    asked_by_id: Mapped[int] = foreign_key("people.id", index=False)
    asked_at: Mapped[moment]
    version: Mapped[int] = mapped_column(default=1)


class MonthlyQuestionStatement(Model):
    """결과와 반영 결과: in the words of the office. A later one of a kind stands above the earlier ones, which stay."""

    __tablename__ = _STATEMENTS
    __table_args__ = (
        CheckConstraint("length(words_ko) >= 10", name="words_are_given"),
        Index("ix_monthly_question_statements_question_id_id", "question_id", "id"),
    )

    id: Mapped[pk]
    question_id: Mapped[int] = foreign_key("monthly_questions.id", index=False)
    kind: Mapped[StatementKind] = enum_column(StatementKind)
    words_ko: Mapped[long_text]
    words_en: Mapped[long_text] = mapped_column(default="")
    said_by_id: Mapped[int] = foreign_key("people.id", index=False)
    said_at: Mapped[moment]


class MonthlyQuestionIssue(Model):
    """반영된 이슈: an issue of the office that came of the answers, in words for the public."""

    __tablename__ = "monthly_question_issues"
    __table_args__ = (
        UniqueConstraint("question_id", "issue_id", name="once"),
        CheckConstraint("words <> ''", name="words_are_given"),
    )

    id: Mapped[pk]
    question_id: Mapped[int] = foreign_key("monthly_questions.id", index=False)
    issue_id: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    words: Mapped[long_text]
    linked_by_id: Mapped[int] = foreign_key("people.id", index=False)
    linked_at: Mapped[moment]


append_only(_STATEMENTS)
append_only("monthly_question_issues")
trigger(_QUESTIONS, "DELETE", name="no_delete", reason=f"{_QUESTIONS}: rows are never deleted")
trigger(
    _QUESTIONS,
    "UPDATE",
    name="days_stay",
    reason=f"{_QUESTIONS}: what was asked, and the day on which something was made public, stand",
    condition="NEW.wave_id <> OLD.wave_id OR NEW.asked_by_id <> OLD.asked_by_id "
    "OR (OLD.result_on IS NOT NULL AND (NEW.result_on IS DISTINCT FROM OLD.result_on "
    "OR NEW.result_due_on <> OLD.result_due_on)) "
    "OR (OLD.reflection_on IS NOT NULL AND (NEW.reflection_on IS DISTINCT FROM OLD.reflection_on "
    "OR NEW.reflection_due_on <> OLD.reflection_due_on))",
)
for _operation in ("INSERT", "UPDATE"):
    trigger(
        _QUESTIONS,
        _operation,
        name=f"after_closing_{_operation.lower()}",
        reason=f"{_QUESTIONS}: a result comes after the question has closed",
        condition="NEW.result_on IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM survey_waves w WHERE w.id = NEW.wave_id AND w.state = 'closed')",
    )
trigger(
    _STATEMENTS,
    "INSERT",
    name="after_closing",
    reason=f"{_STATEMENTS}: nothing is said about answers before the question has closed",
    condition="NOT EXISTS (SELECT 1 FROM survey_waves w JOIN monthly_questions q ON q.wave_id = w.id "
    "WHERE q.id = NEW.question_id AND w.state = 'closed')",
)
