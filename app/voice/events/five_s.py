"""Facts about the 5S index."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class FiveSRuleSaved(Event):
    """A version of the rules of a year was saved."""

    subject: ClassVar[str] = "five_s_rule"
    five_s_rule_id: int
    year: int
    version: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class FiveSReckoned(Event):
    """The index of a year was reckoned and has changed."""

    subject: ClassVar[str] = "five_s_run"
    five_s_run_id: int
    year: int
    number: int
    sha256: str
    departments: int


@dataclass(frozen=True, kw_only=True)
class FiveSPublished(Event):
    """The index of a year was settled: rules and figures are frozen."""

    subject: ClassVar[str] = "five_s_publication"
    five_s_publication_id: int
    year: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FiveSShowingSet(Event):
    """What the public may read of the index was set."""

    subject: ClassVar[str] = "five_s_showing"
    five_s_showing_id: int
    shown: str
