"""Facts about links, tokens and answers of surveys. None says who answered, by which token, or when."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class SurveyLinkMade(Event):
    """A link to answer by was made."""

    subject: ClassVar[str] = "survey_link"
    survey_link_id: int
    survey_wave_id: int
    department_id: int | None
    customer_group_id: int | None
    access: str


@dataclass(frozen=True, kw_only=True)
class SurveyLinkEnded(Event):
    """A link takes no answers any more."""

    subject: ClassVar[str] = "survey_link"
    survey_link_id: int
    survey_wave_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyTokensMade(Event):
    """Tokens were made, to be printed or for the pool."""

    subject: ClassVar[str] = "survey_link"
    survey_link_id: int
    survey_wave_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class SurveyAnswersReleased(Event):
    """Answers left the waiting room together, shuffled. How many, and nothing else."""

    subject: ClassVar[str] = "survey_wave"
    survey_wave_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class SurveyReminderSent(Event):
    """Colleagues who have not taken a token were reminded. How many, and nothing else."""

    subject: ClassVar[str] = "survey_link"
    survey_link_id: int
    survey_wave_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class SurveyWaveClosed(Event):
    """A wave was closed, by its time (no actor) or early with a reason; `released` answers left with it."""

    subject: ClassVar[str] = "survey_wave"
    survey_wave_id: int
    released: int
    reason: FreeText
