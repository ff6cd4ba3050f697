"""Facts of evaluation."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class IndicatorSaved(Event):
    """A definition sheet was written or changed."""

    subject: ClassVar[str] = "indicator"
    indicator_id: int
    code: str
    version: int
    changes: tuple[str, ...] = ()
    """"field: old -> new" for numbers and codes, the field alone for words."""


@dataclass(frozen=True, kw_only=True)
class TargetChanged(Event):
    """A target was changed, with its reason."""

    subject: ClassVar[str] = "indicator"
    indicator_id: int
    before: str | None
    after: str | None
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round was made, in planning."""

    subject: ClassVar[str] = "round"
    round_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class RoundChanged(Event):
    """Rules, composition or members of a round were changed: "field: old -> new" each."""

    subject: ClassVar[str] = "round"
    round_id: int
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PhaseChanged(Event):
    """A round went from one phase to another."""

    subject: ClassVar[str] = "round"
    round_id: int
    from_phase: str
    to_phase: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class MeasureSaved(Event):
    """An actual value was entered or changed; an earlier approval is gone."""

    subject: ClassVar[str] = "measure"
    measure_id: int
    round_id: int
    indicator_id: int
    department_id: int
    state: str
    value: str | None
    before: str | None


@dataclass(frozen=True, kw_only=True)
class MeasuresApproved(Event):
    """Somebody else approved what a department entered."""

    subject: ClassVar[str] = "round"
    round_id: int
    department_id: int
    measure_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MeasureExempted(Event):
    """The control tower agreed that an indicator does not apply to a department."""

    subject: ClassVar[str] = "measure"
    measure_id: int
    round_id: int
    indicator_id: int
    department_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SourcesCopied(Event):
    """Figures of the product itself were copied into a round that stopped measuring."""

    subject: ClassVar[str] = "round"
    round_id: int
    measures: int


@dataclass(frozen=True, kw_only=True)
class EvaluatorAssigned(Event):
    """Somebody was asked to score an indicator."""

    subject: ClassVar[str] = "round"
    round_id: int
    indicator_id: int
    evaluator_id: int


@dataclass(frozen=True, kw_only=True)
class SheetSaved(Event):
    """An evaluator kept a draft; the marks themselves stay closed until scoring is over."""

    subject: ClassVar[str] = "sheet"
    sheet_id: int
    round_id: int
    indicator_id: int
    department_id: int
    marks: int


@dataclass(frozen=True, kw_only=True)
class SheetSubmitted(Event):
    """An evaluator handed a sheet in, or abstained."""

    subject: ClassVar[str] = "sheet"
    sheet_id: int
    round_id: int
    indicator_id: int
    department_id: int
    abstained: bool


@dataclass(frozen=True, kw_only=True)
class PointsAdjusted(Event):
    """Bonus or penalty points were entered."""

    subject: ClassVar[str] = "adjustment"
    adjustment_id: int
    round_id: int
    department_id: int
    kind: str
    points: str


@dataclass(frozen=True, kw_only=True)
class CombinationMade(Event):
    """Published rounds were combined into one score: "round code: weight" each."""

    subject: ClassVar[str] = "combination"
    combination_id: int
    parts: tuple[str, ...]
    digits: int
    rounding: str


@dataclass(frozen=True, kw_only=True)
class RoundPublished(Event):
    """Results were published, or corrected by a new version."""

    subject: ClassVar[str] = "publication"
    publication_id: int
    round_id: int
    version: int
    sha256: str
