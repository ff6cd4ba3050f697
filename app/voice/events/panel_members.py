"""Facts about the citizens' panel. None holds a name or a contact."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PanelConsentWritten(Event):
    """A new version of what members agree to was written."""

    subject: ClassVar[str] = "panel_consent"
    panel_consent_id: int
    years_kept: int


@dataclass(frozen=True, kw_only=True)
class PanelInvitationsMade(Event):
    """Invitation codes were made and shown once."""

    subject: ClassVar[str] = "panel_consent"
    panel_consent_id: int
    count: int
    good_until: str


@dataclass(frozen=True, kw_only=True)
class PanelMemberRegistered(Event):
    """A citizen registered with an invitation code and agreed."""

    subject: ClassVar[str] = "panel_member"
    panel_member_id: int
    panel_consent_id: int


@dataclass(frozen=True, kw_only=True)
class PanelMemberDeleted(Event):
    """The data of a member were deleted: "withdrawn", "removed" by the office, or "over" when the time was over."""

    subject: ClassVar[str] = "panel_member"
    panel_member_id: int
    cause: str


@dataclass(frozen=True, kw_only=True)
class PanelAssigned(Event):
    """Members were asked to answer by a link."""

    subject: ClassVar[str] = "survey_link"
    survey_link_id: int
    survey_wave_id: int
    count: int
