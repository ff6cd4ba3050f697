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
class OutsideEvaluatorInvited(Event):
    """Somebody from outside was invited to score in a round."""

    subject: ClassVar[str] = "outside_evaluator"
    outside_evaluator_id: int
    round_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PanelCodeIssued(Event):
    """An outside evaluator got an access code; the one before is revoked."""

    subject: ClassVar[str] = "outside_evaluator"
    outside_evaluator_id: int
    round_id: int
    valid_days: int
    renewed: bool


@dataclass(frozen=True, kw_only=True)
class PanelCodeRevoked(Event):
    """The access code of an outside evaluator was revoked; every session with it ended."""

    subject: ClassVar[str] = "outside_evaluator"
    outside_evaluator_id: int
    round_id: int


@dataclass(frozen=True, kw_only=True)
class PanelSignedIn(Event):
    """An outside evaluator signed in with the code. `displaced`: addresses of sessions this one ended."""

    subject: ClassVar[str] = "outside_evaluator"
    outside_evaluator_id: int
    round_id: int
    address: str
    displaced: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PanelSignedOut(Event):
    """An outside evaluator ended the session."""

    subject: ClassVar[str] = "outside_evaluator"
    outside_evaluator_id: int
    round_id: int


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Event):
    """An evaluator said they stand too close to a department. `withdrawn`: sheets that became abstentions."""

    subject: ClassVar[str] = "round"
    round_id: int
    department_id: int
    reason: FreeText
    withdrawn: int


@dataclass(frozen=True, kw_only=True)
class SheetReopened(Event):
    """An evaluator opened an own sheet again; the marks handed in before are kept under `number`."""

    subject: ClassVar[str] = "sheet"
    sheet_id: int
    round_id: int
    indicator_id: int
    department_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class SheetRulesSet(Event):
    """The control tower said from which marks on a sheet asks for a note."""

    subject: ClassVar[str] = "round"
    round_id: int
    low: str
    high: str


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
    confirmed_by_id: int | None = None
    """Who of another office confirmed a correction."""
    release_at: str | None = None
    """Until when only the control tower and the auditor see it; None: seen at once."""


@dataclass(frozen=True, kw_only=True)
class RoundCorrected(Event):
    """Something that counts in an opened round was replaced, by two people unless a calibration session did it."""

    subject: ClassVar[str] = "round"
    round_id: int
    correction_id: int
    publication_version: int
    """The publication from which it counts."""
    kind: str
    origin: str
    department_id: int | None
    indicator_id: int | None
    confirmed_by_id: int | None
    before: str
    after: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class GoalSet(Event):
    """An objective was put under another strategic goal, or under none."""

    subject: ClassVar[str] = "objective"
    objective_id: int
    goal_id: int | None
    before_id: int | None


@dataclass(frozen=True, kw_only=True)
class WeightsDecided(Event):
    """What perspectives or objectives weigh from a day on: "id: weight" each."""

    subject: ClassVar[str] = "weight_set"
    weight_set_id: int
    weighing: str
    valid_from: str
    parts: tuple[str, ...]
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObjectivesLinked(Event):
    """An objective was said to help another one."""

    subject: ClassVar[str] = "objective_link"
    objective_link_id: int
    cause_id: int
    effect_id: int
    note: FreeText


@dataclass(frozen=True, kw_only=True)
class ObjectivesUnlinked(Event):
    """A link of the strategy map was taken away, with its reason."""

    subject: ClassVar[str] = "objective_link"
    objective_link_id: int
    cause_id: int
    effect_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RoundCopied(Event):
    """Indicators and weights of a round were taken over into one in planning."""

    subject: ClassVar[str] = "round"
    round_id: int
    from_round_id: int
    indicators: int
    results: int
    """Past results of departments that were filled in."""


@dataclass(frozen=True, kw_only=True)
class JointIndicatorSet(Event):
    """An indicator became a joint one, or its shares changed: "department id: share" each; none: it is joint no more."""

    subject: ClassVar[str] = "round"
    round_id: int
    indicator_id: int
    lead_department_id: int | None
    shares: tuple[str, ...]
