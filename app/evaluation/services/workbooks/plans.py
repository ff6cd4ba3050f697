"""What a workbook asks for, row by row, before anything of it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.evaluation.enums import RoundingMode
from app.evaluation.models import Indicator
from app.evaluation.rules.definitions import Definition
from app.evaluation.services.measures import MeasureDraft


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """The round of the workbook."""

    code: str
    name: str
    year: int
    starts_on: date
    base_on: date


@dataclass(frozen=True, kw_only=True)
class IndicatorPlan:
    """One row of the sheet 지표: an indicator with its weight in some peer groups."""

    row: int
    code: str
    perspective: str
    objective: str
    name: str
    unit: str
    weight: Decimal
    group_ids: tuple[int, ...]
    definition: Definition
    digits: int
    rounding: RoundingMode
    known: Indicator | None

    @property
    def stored_history(self) -> dict[str, object]:
        """Past results as the models keep them; those of departments stay, because the workbook has no column for them."""
        kept = (
            {} if self.known is None else {name: part for name, part in self.known.history.items() if name != "common"}
        )
        return kept | ({"common": dict(self.definition.history)} if self.definition.history else {})


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a measure of the workbook is scored by."""

    definition: Definition
    indicator_id: int | None
    """None until the indicator of the workbook is saved."""


@dataclass(frozen=True, kw_only=True)
class MeasurePlan:
    """One row of the sheet 실적. `draft.indicator_id` is 0 until the indicator is saved; `code` names it."""

    row: int
    code: str
    department_id: int
    draft: MeasureDraft


@dataclass
class WorkbookPlan:
    """Everything a workbook asks for."""

    round: RoundPlan
    other_rounds: list[RoundPlan] = field(default_factory=list)
    """Rounds to be made beside it: the sheet 평가회차 may describe several."""
    indicators: list[IndicatorPlan] = field(default_factory=list)
    measures: list[MeasurePlan] = field(default_factory=list)

    def targets(self) -> Mapping[tuple[str, int], Target]:
        """What (indicator code, peer group) is scored by, from the rows of the workbook."""
        return {
            (plan.code, group_id): Target(
                definition=plan.definition, indicator_id=plan.known.id if plan.known else None
            )
            for plan in self.indicators
            for group_id in plan.group_ids
        }
