"""The columns that say how a result becomes a score: on the definition sheet, and frozen in a round."""

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import ExactDecimal, enum_column, exact
from app.evaluation.enums import Direction, Method, RoundingMode
from app.evaluation.rules.definitions import Definition

MOST_DIGITS = 10
OWN_YEARS = 3
"""Years a department needs before its own past is what it is measured against."""


class ScoringColumns:
    """평가방법과 그 값.

    `history` is {"common": {"2025": "78", …}, "departments": {"12": {"2025": "80"}}}; `parameters` holds
    what a method needs beyond the columns (bands, steps, criteria, factors), Decimals as text.
    """

    method: Mapped[Method] = enum_column(Method)
    direction: Mapped[Direction | None] = enum_column(Direction, nullable=True)
    target: Mapped[exact | None] = mapped_column(ExactDecimal)
    worst: Mapped[exact | None] = mapped_column(ExactDecimal)
    best: Mapped[exact | None] = mapped_column(ExactDecimal)
    cap: Mapped[exact | None] = mapped_column(ExactDecimal)
    floor: Mapped[exact | None] = mapped_column(ExactDecimal)
    digits: Mapped[int] = mapped_column(default=2)
    rounding: Mapped[RoundingMode] = enum_column(RoundingMode, default=RoundingMode.HALF_UP)
    history: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    named_source: Mapped[str | None] = mapped_column(String(60))

    @property
    def definition(self) -> Definition:
        """The same as a plain value for the rules."""
        return Definition(
            method=self.method,
            direction=self.direction,
            target=self.target,
            worst=self.worst,
            best=self.best,
            cap=self.cap,
            floor=self.floor,
            history=self.history.get("common", {}),
            extra=self.parameters,
        )

    @property
    def has_typed_value(self) -> bool:
        """Whether departments type its value in: no panel scores it, and the product does not count it."""
        return self.method is not Method.PANEL and self.named_source is None

    def history_of(self, department_id: int) -> dict[str, str]:
        """Results of past years of a department: its own from three years on, before that the common ones if there are any.

        One or two years make neither a trend nor the mean of three, and mixed with the city's they would be nobody's.
        """
        own: dict[str, str] = self.history.get("departments", {}).get(str(department_id), {})
        common: dict[str, str] = self.history.get("common", {})
        return own if len(own) >= OWN_YEARS or not common else common


SCORING_FIELDS = (
    "method",
    "direction",
    "target",
    "worst",
    "best",
    "cap",
    "floor",
    "digits",
    "rounding",
    "history",
    "parameters",
    "named_source",
)
