"""Facts about people, roles and sign-in."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Somebody signed in."""

    subject: ClassVar[str] = "person"
    person_id: int
    address: str
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class SignedOut(Event):
    """Somebody ended a session."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """Somebody chose a new password; all their sessions ended."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountInvited(Event):
    """An account got a one-time first code."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class FirstCodeReleased(Event):
    """A second administrator released the first code of an account that was used before."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountDisabled(Event):
    """An account was closed; all its sessions ended."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """A person was entered."""

    subject: ClassVar[str] = "person"
    person_id: int
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """Name, rank, series or last day of a person changed."""

    subject: ClassVar[str] = "person"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonTransferred(Event):
    """A person changed department; the roles held for the old one ended the same day."""

    subject: ClassVar[str] = "person"
    person_id: int
    from_department_id: int | None
    to_department_id: int
    starts_on: str
    ended_role_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A role was given from–to."""

    subject: ClassVar[str] = "role_assignment"
    role_assignment_id: int
    person_id: int
    role: str
    department_id: int | None
    starts_on: str
    ends_on: str | None
    acting: bool


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role ended."""

    subject: ClassVar[str] = "role_assignment"
    role_assignment_id: int
    person_id: int
    role: str
    department_id: int | None
    ends_on: str
