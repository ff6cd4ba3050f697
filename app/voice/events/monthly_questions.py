"""Facts about the question of the month. None says who answered."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class MonthlyQuestionAsked(Event):
    """A question was written and will open on its day."""

    subject: ClassVar[str] = "monthly_question"
    monthly_question_id: int
    survey_wave_id: int
    opens_on: str
    closes_on: str
    title: FreeText


@dataclass(frozen=True, kw_only=True)
class MonthlyQuestionClosed(Event):
    """A question takes no answers any more; the two days are known."""

    subject: ClassVar[str] = "monthly_question"
    monthly_question_id: int
    result_due_on: str
    reflection_due_on: str


@dataclass(frozen=True, kw_only=True)
class MonthlyResultPublished(Event):
    """The office told the public the result."""

    subject: ClassVar[str] = "monthly_question"
    monthly_question_id: int
    in_time: bool
    words: FreeText


@dataclass(frozen=True, kw_only=True)
class MonthlyReflectionPublished(Event):
    """The office told the public what was reflected."""

    subject: ClassVar[str] = "monthly_question"
    monthly_question_id: int
    in_time: bool
    issue_ids: tuple[int, ...]
    words: FreeText
