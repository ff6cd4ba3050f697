"""가점·감점."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    long_text,
    moment,
    pk,
    trigger,
)
from app.evaluation.enums import AdjustmentKind
from app.evaluation.models.rounds import IS_PUBLISHED


class PointAdjustment(Model):
    """가점·감점: points added to or taken from a department's sum; a fact (`source`) counts once under one item.

    `inside` is the code of the indicator whose points contain them already: then they are not added again.
    Append-only: what was entered wrongly is taken away by a correction.
    """

    __tablename__ = "point_adjustments"
    __table_args__ = (
        UniqueConstraint("round_id", "department_id", "kind", "item", "source", name="fact_once"),
        CheckConstraint("CAST(points AS NUMERIC) >= 0", name="points_not_negative"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    kind: Mapped[AdjustmentKind] = enum_column(AdjustmentKind)
    item: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(100))
    points: Mapped[exact]
    cap: Mapped[exact | None] = mapped_column(ExactDecimal)
    inside: Mapped[str] = mapped_column(String(40), default="", server_default="")
    reason: Mapped[long_text]
    entered_by_id: Mapped[int | None] = foreign_key("people.id")
    entered_at: Mapped[moment]


append_only("point_adjustments")
trigger(
    "point_adjustments",
    "INSERT",
    name="frozen_on_insert",
    reason="point_adjustments: fixed since the results were published",
    condition=IS_PUBLISHED.format(row="NEW"),
)
trigger(
    "point_adjustments",
    "INSERT",
    name="not_the_own",
    reason="point_adjustments: nobody enters points of the own department",
    condition="EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.entered_by_id AND p.department_id = NEW.department_id)",
)
