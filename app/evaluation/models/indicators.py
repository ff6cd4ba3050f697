"""성과지표와 그 정의서."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
)
from app.core.database.base import ExactDecimal
from app.evaluation.enums import Cadence, IndicatorKind, ResultKind
from app.evaluation.models.scoring_columns import ScoringColumns


class Perspective(Model):
    """관점: one of the balanced scorecard's points of view. Names and number are the office's."""

    __tablename__ = "perspectives"
    __table_args__ = (UniqueConstraint("name", name="name"),)

    id: Mapped[pk]
    name: Mapped[short_text]
    position: Mapped[int] = mapped_column(default=0)


class Objective(Model):
    """성과목표: what a perspective wants to reach, under a strategic goal."""

    __tablename__ = "objectives"
    __table_args__ = (UniqueConstraint("perspective_id", "name", name="name"),)

    id: Mapped[pk]
    perspective_id: Mapped[int] = foreign_key("perspectives.id")
    name: Mapped[short_text]
    strategic_goal_id: Mapped[int | None] = foreign_key("strategic_goals.id")
    position: Mapped[int] = mapped_column(default=0)


class Indicator(ScoringColumns, Model):
    """성과지표: the definition sheet as it stands today; rounds hold frozen copies. Changed by `services.indicators`."""

    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("code", name="code"),
        CheckConstraint("code <> ''", name="code_is_given"),
        CheckConstraint("digits BETWEEN 0 AND 10", name="digits_in_range"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40))
    perspective_id: Mapped[int | None] = foreign_key("perspectives.id")
    objective_id: Mapped[int | None] = foreign_key("objectives.id")
    name: Mapped[short_text]
    description: Mapped[long_text] = mapped_column(default="")
    formula: Mapped[long_text] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[IndicatorKind] = enum_column(IndicatorKind, default=IndicatorKind.QUANTITATIVE)
    result_kind: Mapped[ResultKind] = enum_column(
        ResultKind, default=ResultKind.NOT_SAID, server_default=ResultKind.NOT_SAID.value
    )
    cadence: Mapped[Cadence] = enum_column(Cadence, default=Cadence.YEARLY)
    is_common: Mapped[bool] = mapped_column(default=True)
    owner_department_id: Mapped[int | None] = foreign_key("departments.id")
    baseline: Mapped[exact | None] = mapped_column(ExactDecimal)
    target_reason: Mapped[long_text] = mapped_column(default="")
    evidence: Mapped[long_text] = mapped_column(default="")
    source_note: Mapped[str] = mapped_column(String(200), default="")
    values: Mapped[json_list] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[moment]


class TargetChange(Model):
    """목표치 변경: before, after and the reason; shown beside the score."""

    __tablename__ = "target_changes"

    id: Mapped[pk]
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    before: Mapped[exact | None] = mapped_column(ExactDecimal)
    after: Mapped[exact | None] = mapped_column(ExactDecimal)
    reason: Mapped[long_text]
    changed_by_id: Mapped[int | None] = foreign_key("people.id")
    changed_at: Mapped[datetime]


append_only("target_changes")
