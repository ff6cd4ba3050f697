"""Facts about slogans."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class SloganWritten(Event):
    """A department began its slogan of a year."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    department_id: int
    year: int
    text: FreeText


@dataclass(frozen=True, kw_only=True)
class SloganChanged(Event):
    """Text, meaning, values or practice items of a slogan were changed."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    text: FreeText


@dataclass(frozen=True, kw_only=True)
class SloganSubmitted(Event):
    """A slogan waits for the head's approval."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    department_id: int
    year: int


@dataclass(frozen=True, kw_only=True)
class SloganApproved(Event):
    """The head approved the slogan of the department."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    department_id: int
    year: int
    author_id: int


@dataclass(frozen=True, kw_only=True)
class SloganReturned(Event):
    """The head sent the slogan back."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SloganReviewed(Event):
    """A department evaluated a half year with its slogan."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    half: str
    rating: str
