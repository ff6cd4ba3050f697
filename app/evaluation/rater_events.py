"""Facts about who rates what: assignments, sources of raters, surveys from outside and the rules of a panel."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class AssignmentWritten(Event):
    """A balanced assignment of an indicator was written: "evaluator: departments" each, and how to make it again."""

    subject: ClassVar[str] = "round"
    round_id: int
    indicator_id: int
    source: str
    each: int
    seed: int
    pairs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RaterSourceSet(Event):
    """An evaluator was put into a source of raters for a round."""

    subject: ClassVar[str] = "round"
    round_id: int
    evaluator_id: int
    source: str
    before: str


@dataclass(frozen=True, kw_only=True)
class SurveyEntered(Event):
    """Figures of a survey from outside were typed in: "department: answers, mean" each."""

    subject: ClassVar[str] = "round"
    round_id: int
    indicator_id: int
    source: str
    figures: tuple[str, ...]
    evidence: FreeText


@dataclass(frozen=True, kw_only=True)
class PanelRuleSet(Event):
    """It was said which marks of a round count and what its panel is by law."""

    subject: ClassVar[str] = "round"
    round_id: int
    mark_rule: str
    committee: str
