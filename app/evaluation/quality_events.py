"""Facts about what is counted and about the quality of indicators."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class SourcePicturesKept(Event):
    """What the named sources said, and the rows behind it, was kept when measuring was closed."""

    subject: ClassVar[str] = "round"
    round_id: int
    pictures: int
    taking: int


@dataclass(frozen=True, kw_only=True)
class QualityPanelOpened(Event):
    """People were asked to rate the quality of indicators."""

    subject: ClassVar[str] = "quality_panel"
    quality_panel_id: int
    year: int
    indicators: int
    rater_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class QualityRatingSaved(Event):
    """A rater kept a rating of an indicator; the marks stay closed until the panel is closed."""

    subject: ClassVar[str] = "quality_panel"
    quality_panel_id: int
    indicator_id: int


@dataclass(frozen=True, kw_only=True)
class QualityRatingsHandedIn(Event):
    """A rater handed the ratings in; the ratings themselves stay closed until the panel is closed."""

    subject: ClassVar[str] = "quality_panel"
    quality_panel_id: int
    ratings: int


@dataclass(frozen=True, kw_only=True)
class QualityPanelClosed(Event):
    """A panel on the quality of indicators was closed; from now on its figures are shown."""

    subject: ClassVar[str] = "quality_panel"
    quality_panel_id: int
    handed_in: int
    raters: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SunsetDecided(Event):
    """An indicator was kept, or retired and offered no longer."""

    subject: ClassVar[str] = "indicator"
    indicator_id: int
    decision: str
    year: int
    findings: tuple[str, ...]
    reason: FreeText
