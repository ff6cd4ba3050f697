"""설문 응답: what was answered, without who and without when; and the sums the pages read."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, json_dict, long_text, trigger

_NOT_OPEN = "NOT EXISTS (SELECT 1 FROM survey_waves w WHERE w.id = NEW.wave_id AND w.state = 'open')"
_OTHER_DEPARTMENT = (
    "NEW.department_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM survey_wave_departments d "
    "WHERE d.wave_id = NEW.wave_id AND d.department_id = NEW.department_id)"
)
_OTHER_GROUP = (
    "NEW.customer_group_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM survey_wave_groups g "
    "WHERE g.wave_id = NEW.wave_id AND g.customer_group_id = NEW.customer_group_id)"
)


class SurveyAnswer(Model):
    """응답: one person's answers to a wave. Append-only; nothing in it says who gave it, when, or in which order.

    `id` is drawn at random (63 bits), and SQLite keeps the rows by it, without a rowid. `day` is a date only.
    `values` is {"question number": whole number | text | {"row number": whole number}}, see `SurveyQuestion`.
    """

    __tablename__ = "survey_answers"
    __table_args__ = (
        CheckConstraint("id > 0", name="id_above_zero"),
        Index("ix_survey_answers_wave_id", "wave_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    customer_group_id: Mapped[int | None] = foreign_key("customer_groups.id", index=False)
    day: Mapped[date]
    values: Mapped[json_dict]


class SurveyPending(Model):
    """섞기 전 응답: an answer that waits with all others until the wave closes. Then it is deleted."""

    __tablename__ = "survey_pending"
    __table_args__ = (
        CheckConstraint("id > 0", name="id_above_zero"),
        Index("ix_survey_pending_wave_id", "wave_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    customer_group_id: Mapped[int | None] = foreign_key("customer_groups.id", index=False)
    values: Mapped[json_dict]


class SurveyText(Model):
    """서술 응답: a text of an answer once more, apart from its marks and with an id of its own drawn at random. Append-only."""

    __tablename__ = "survey_texts"
    __table_args__ = (
        CheckConstraint("id > 0", name="id_above_zero"),
        CheckConstraint("text <> ''", name="text_is_given"),
        Index("ix_survey_texts_place", "wave_id", "question", "id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False)
    department_key: Mapped[int]
    question: Mapped[int]
    text: Mapped[long_text]


class SurveyCell(Model):
    """응답 합계: how many answered of a wave × department × group, and the sums of their scores. Maintained with the answers.

    `department_key` and `group_key` are ids, 0 where the answer names none. `scored` counts answers that have a score;
    scores are summed in ten-thousandths (0–1,000,000), for the confidence interval only: the score itself is reckoned
    from the counts of `SurveySum`.
    """

    __tablename__ = "survey_cells"
    __table_args__ = (CheckConstraint("answers >= 0 AND scored <= answers", name="counts_in_order"),)

    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False, primary_key=True)
    department_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[int] = mapped_column(default=0)
    scored: Mapped[int] = mapped_column(default=0)
    score_sum: Mapped[int] = mapped_column(BigInteger, default=0)
    score_squares: Mapped[int] = mapped_column(BigInteger, default=0)


class SurveySum(Model):
    """문항 합계: how often a step of a question was chosen, by wave × department × group. Maintained with the answers.

    `row` is 0 but for a matrix; `label` is the step or option (from 1). Texts are counted with label 0.
    """

    __tablename__ = "survey_sums"
    __table_args__ = (CheckConstraint("answers >= 0", name="not_below_zero"),)

    wave_id: Mapped[int] = foreign_key("survey_waves.id", index=False, primary_key=True)
    department_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    group_key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    question: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    row: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    answers: Mapped[int] = mapped_column(default=0)


append_only("survey_answers")
append_only("survey_texts")
trigger(
    "survey_answers",
    "INSERT",
    name="of_an_open_wave",
    reason="survey_answers: answers are released while the wave is open, the last ones when it closes",
    condition=_NOT_OPEN,
)
trigger(
    "survey_texts",
    "INSERT",
    name="of_an_open_wave",
    reason="survey_texts: what was written comes with the answers, while the wave is open",
    condition=_NOT_OPEN,
)
trigger("survey_pending", "UPDATE", name="no_update", reason="survey_pending: an answer is never changed")
trigger(
    "survey_pending",
    "INSERT",
    name="of_an_open_wave",
    reason="survey_pending: the wave takes no answers",
    condition=_NOT_OPEN,
)
for _table in ("survey_answers", "survey_pending"):
    trigger(
        _table,
        "INSERT",
        name="department_of_the_wave",
        reason=f"{_table}: the wave does not ask about this department",
        condition=_OTHER_DEPARTMENT,
    )
    trigger(
        _table,
        "INSERT",
        name="group_of_the_wave",
        reason=f"{_table}: the wave does not ask this group",
        condition=_OTHER_GROUP,
    )
for _table in ("survey_cells", "survey_sums"):
    trigger(_table, "DELETE", name="no_delete", reason=f"{_table}: sums are never deleted")
    for _operation in ("INSERT", "UPDATE"):
        trigger(
            _table,
            _operation,
            name=f"stands_{_operation.lower()}",
            reason=f"{_table}: the sums of a closed wave stand",
            condition=_NOT_OPEN,
        )
