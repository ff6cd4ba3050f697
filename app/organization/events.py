"""Facts about departments, days off and settings."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DepartmentAdded(Event):
    """A department was entered."""

    subject: ClassVar[str] = "department"
    department_id: int
    code: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """Name, kind, peer group or validity of a department changed; old and new values by field."""

    subject: ClassVar[str] = "department"
    department_id: int
    changes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HolidayAdded(Event):
    """A day off was entered."""

    subject: ClassVar[str] = "holiday"
    holiday_id: int
    day: str


@dataclass(frozen=True, kw_only=True)
class HolidayRemoved(Event):
    """A day off was taken out."""

    subject: ClassVar[str] = "holiday"
    holiday_id: int
    day: str


@dataclass(frozen=True, kw_only=True)
class SettingChanged(Event):
    """The office chose another value."""

    subject: ClassVar[str] = "setting"
    setting: str
    old: str
    new: str

    @property
    def subject_id(self) -> int:
        """Settings have names, not numbers."""
        return 0


@dataclass(frozen=True, kw_only=True)
class PeerGroupSaved(Event):
    """A peer group was entered or renamed; its place in the order is a matter of looks."""

    subject: ClassVar[str] = "peer_group"
    peer_group_id: int
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class HolidaysSeeded(Event):
    """The public holidays of some years were entered by the system's calendar."""

    subject: ClassVar[str] = "holiday"
    years: tuple[int, ...]
    days: tuple[str, ...]

    @property
    def subject_id(self) -> int:
        """Many days at once have no single number."""
        return 0
