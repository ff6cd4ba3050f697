"""Facts of calibration sessions and rehearsals."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CalibrationBoundsSet(Event):
    """From where on a case is in conflict was set anew, for rounds that calibrate from now on."""

    subject: ClassVar[str] = "calibration_bounds"
    calibration_bounds_id: int
    spread: str
    rank_gap: int
    margin: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CalibrationOpened(Event):
    """A calibration session began with the cases in conflict as they stood."""

    subject: ClassVar[str] = "calibration_session"
    calibration_session_id: int
    round_id: int
    number: int
    cases: int
    people: tuple[int, ...]
    """Ids of those present who belong to the office."""
    before_sha256: str


@dataclass(frozen=True, kw_only=True)
class CalibrationDecided(Event):
    """A session decided about a case: the score changed, or was kept, for a reason."""

    subject: ClassVar[str] = "calibration_case"
    calibration_case_id: int
    calibration_session_id: int
    round_id: int
    department_id: int
    indicator_id: int | None
    outcome: str
    score_before: str | None
    score_after: str | None
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class CalibrationClosed(Event):
    """A session was closed; `open_cases` were not decided and come onto the next agenda."""

    subject: ClassVar[str] = "calibration_session"
    calibration_session_id: int
    round_id: int
    open_cases: int
    after_sha256: str


@dataclass(frozen=True, kw_only=True)
class RehearsalKept(Event):
    """Draft rules that were tried on a published round were kept under a name. The round did not change."""

    subject: ClassVar[str] = "rehearsal"
    rehearsal_id: int
    publication_id: int
    rules_sha256: str
    moved: int
    """Departments whose total, rank or grade would be another one."""
