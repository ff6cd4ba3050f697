"""Facts about surveys, their waves, customer groups and figures from outside."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CustomerGroupSaved(Event):
    """A customer group was entered, changed or retired."""

    subject: ClassVar[str] = "customer_group"
    customer_group_id: int
    department_id: int | None
    kind: str
    retired: bool = False


@dataclass(frozen=True, kw_only=True)
class SurveyWritten(Event):
    """A survey was begun, or its head or its questions were changed. `questions`: how many it has."""

    subject: ClassVar[str] = "survey"
    survey_id: int
    purpose: str
    questions: int


@dataclass(frozen=True, kw_only=True)
class SurveyReleased(Event):
    """A survey was declared ready to be asked, with its conversion and minimum."""

    subject: ClassVar[str] = "survey"
    survey_id: int
    conversion: str
    minimum: int


@dataclass(frozen=True, kw_only=True)
class SurveyRetired(Event):
    """A survey is used no longer."""

    subject: ClassVar[str] = "survey"
    survey_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SurveyWavePlanned(Event):
    """A wave was entered or changed before it opened."""

    subject: ClassVar[str] = "survey_wave"
    survey_wave_id: int
    survey_id: int
    opens_at: str
    closes_at: str
    department_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SurveyWaveOpened(Event):
    """A wave was opened: from now on its survey, its days and its departments stand."""

    subject: ClassVar[str] = "survey_wave"
    survey_wave_id: int
    survey_id: int


@dataclass(frozen=True, kw_only=True)
class SurveyTableEntered(Event):
    """Figures from outside were typed for a wave."""

    subject: ClassVar[str] = "survey_entry"
    survey_entry_id: int
    survey_wave_id: int
    department_id: int | None
    items: int
    published: str | None


@dataclass(frozen=True, kw_only=True)
class SurveyTableDecided(Event):
    """A second person confirmed figures from outside, or refused them with a reason."""

    subject: ClassVar[str] = "survey_entry"
    survey_entry_id: int
    confirmed: bool
    reason: FreeText | None = None


@dataclass(frozen=True, kw_only=True)
class SurveyTablesClosed(Event):
    """A wave of figures from outside was closed: its figures are shown from now on."""

    subject: ClassVar[str] = "survey_wave"
    survey_wave_id: int
    survey_id: int
