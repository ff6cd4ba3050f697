"""Facts about claims that several people or offices have a part in."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ClaimsEntered(Event):
    """Claims of several people were read in from a workbook: all of its rows, as drafts or handed in."""

    subject: ClassVar[str] = "claim_upload"
    claim_upload_id: int
    sha256: str
    rows: int
    handed_in: bool


@dataclass(frozen=True, kw_only=True)
class ClaimDeputyNamed(Event):
    """Somebody named a deputy for decisions about claims from–to."""

    subject: ClassVar[str] = "claim_deputy"
    claim_deputy_id: int
    office: str
    department_id: int
    principal_id: int
    deputy_id: int
    starts_on: str
    ends_on: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ClaimDeputyEnded(Event):
    """A deputy's days ended early; the principal has the right again."""

    subject: ClassVar[str] = "claim_deputy"
    claim_deputy_id: int
    principal_id: int
    deputy_id: int


@dataclass(frozen=True, kw_only=True)
class PanelTermsSet(Event):
    """The control tower set which claims a panel looks at."""

    subject: ClassVar[str] = "panel_terms"
    panel_terms_id: int
    is_on: bool
    above_points: Decimal | None
    item_codes: tuple[str, ...]
    days: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ClaimPanelConvened(Event):
    """The members of a panel about a claim were named."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    claim_panel_id: int
    member_ids: tuple[int, ...]
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class ClaimPanelVoted(Event):
    """A member has voted. What they voted is sealed, here too."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    claim_panel_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ClaimPanelClosed(Event):
    """The votes of a panel were opened."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    claim_panel_id: int
    outcome: str
