"""실적치."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import ExactDecimal, Model, enum_column, exact, foreign_key, long_text, moment, pk, trigger
from app.evaluation.enums import MeasureState
from app.evaluation.models.rounds import NOT_MEASURING, frozen
from app.evaluation.rules.units import SubUnits


class ActualMeasure(Model):
    """실적: one indicator of one department in one round. Changed by `services.measures`.

    `value` holds numbers, `grade` the letter of a graded indicator; both are empty unless the state is "value".
    Where sub-units or periods make the value, `units` holds theirs and `value` what they give to four decimals, for
    reading only; `next_due` is the day of the first period that is missing. Periods that are not all in when measuring closes are not handed in; they stay for reading.
    What does not apply is left out only with an exemption of the control tower; `exempted_by_id` is empty where the
    office's command line brought it in. No round leaves measuring before: the database refuses it.
    """

    __tablename__ = "measures"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator_id", "department_id", name="once"),
        CheckConstraint("(state = 'value') = (value IS NOT NULL OR grade IS NOT NULL)", name="value_if_state"),
        CheckConstraint("value IS NULL OR grade IS NULL", name="one_kind_of_value"),
        CheckConstraint("units IS NULL OR value IS NOT NULL OR state = 'missing'", name="units_have_their_mean"),
        CheckConstraint("approved_by_id <> entered_by_id", name="approved_by_another"),
        CheckConstraint("(approved_by_id IS NULL) = (approved_at IS NULL)", name="approval_complete"),
        CheckConstraint("exempted_at IS NULL OR state = 'not_applicable'", name="exempted_if_not_applicable"),
        CheckConstraint("(exempted_at IS NULL) = (exemption_reason = '')", name="exemption_has_reason"),
        CheckConstraint("exempted_by_id IS NULL OR exempted_at IS NOT NULL", name="exemption_complete"),
        CheckConstraint("exempted_by_id <> approved_by_id", name="exempted_by_another"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    state: Mapped[MeasureState] = enum_column(MeasureState)
    value: Mapped[exact | None] = mapped_column(ExactDecimal)
    grade: Mapped[str | None] = mapped_column(String(20))
    units: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    next_due: Mapped[date | None]
    note: Mapped[long_text] = mapped_column(default="")
    named_source: Mapped[str | None] = mapped_column(String(60))
    entered_by_id: Mapped[int | None] = foreign_key("people.id")
    entered_at: Mapped[moment]
    approved_by_id: Mapped[int | None] = foreign_key("people.id")
    approved_at: Mapped[datetime | None]
    exempted_by_id: Mapped[int | None] = foreign_key("people.id")
    exempted_at: Mapped[datetime | None]
    exemption_reason: Mapped[long_text] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def actual(self) -> object:
        """What the method scores: a number, a letter, the values of sub-units, or None."""
        if self.units is not None:
            return SubUnits.from_plain(self.units)
        return self.value if self.grade is None else self.grade


frozen("measures", NOT_MEASURING, "fixed since the round left measuring")

trigger(
    "evaluation_rounds",
    "UPDATE",
    name="exempted_before_scoring",
    reason="evaluation_rounds: what does not apply waits for the control tower",
    condition="OLD.phase = 'measuring' AND NEW.phase <> 'measuring' AND EXISTS (SELECT 1 FROM measures m "
    "WHERE m.round_id = OLD.id AND m.state = 'not_applicable' AND m.exempted_at IS NULL)",
)
