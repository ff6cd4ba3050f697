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


@dataclass(frozen=True, kw_only=True)
class SloganReviewSubmitted(Event):
    """A self-evaluation waits for the head's approval."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    review_id: int
    half: str


@dataclass(frozen=True, kw_only=True)
class SloganReviewApproved(Event):
    """The head approved the self-evaluation of a half year."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    review_id: int
    half: str


@dataclass(frozen=True, kw_only=True)
class SloganReviewReturned(Event):
    """The head sent the self-evaluation of a half year back."""

    subject: ClassVar[str] = "slogan"
    slogan_id: int
    review_id: int
    half: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SloganCallOpened(Event):
    """The control tower called for the slogans of a year."""

    subject: ClassVar[str] = "slogan_call"
    slogan_call_id: int
    year: int
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class SloganCallChanged(Event):
    """The days or the guidance of a call were changed."""

    subject: ClassVar[str] = "slogan_call"
    slogan_call_id: int
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class SloganPanelOpened(Event):
    """A panel for the slogans of a year was named."""

    subject: ClassVar[str] = "slogan_panel"
    slogan_panel_id: int
    year: int
    evaluator_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SloganEvaluatorReplaced(Event):
    """Somebody came in the place of an evaluator who had not scored yet."""

    subject: ClassVar[str] = "slogan_panel"
    slogan_panel_id: int
    left_id: int
    joined_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SloganScored(Event):
    """An evaluator scored a slogan. The marks stay out of the log: they are hidden until the panel is closed."""

    subject: ClassVar[str] = "slogan_panel"
    slogan_panel_id: int
    slogan_id: int


@dataclass(frozen=True, kw_only=True)
class SloganPanelClosed(Event):
    """A panel was closed; its scores are shown from now on."""

    subject: ClassVar[str] = "slogan_panel"
    slogan_panel_id: int
    year: int
