"""Facts about campaigns, co-proposers' shares and hidden names."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class CampaignPlanned(Event):
    """The control tower entered a campaign. Days are ISO dates."""

    subject: ClassVar[str] = "campaign"
    campaign_id: int
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class CampaignChanged(Event):
    """A campaign was changed before it began."""

    subject: ClassVar[str] = "campaign"
    campaign_id: int
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class CampaignClosed(Event):
    """A campaign was ended before its last day."""

    subject: ClassVar[str] = "campaign"
    campaign_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ShareConfirmed(Event):
    """A co-proposer confirmed the own share (whole percent) of an issue."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    share: int


@dataclass(frozen=True, kw_only=True)
class ShareDeclined(Event):
    """A co-proposer does not agree to the own share of an issue."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    share: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class SharesSet(Event):
    """The shares of an issue were set anew. `proposer_shares` are (person id, whole percent)."""

    subject: ClassVar[str] = "issue"
    issue_id: int
    proposer_shares: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class UnmaskingAsked(Event):
    """Somebody of the control tower asked a second person to look at the hidden names of an issue together."""

    subject: ClassVar[str] = "unmasking"
    unmasking_id: int
    issue_id: int
    second_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class UnmaskingAgreed(Event):
    """The second person agreed: both may now read the names."""

    subject: ClassVar[str] = "unmasking"
    unmasking_id: int
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class UnmaskingDeclined(Event):
    """The second person did not agree: the names stay hidden."""

    subject: ClassVar[str] = "unmasking"
    unmasking_id: int
    issue_id: int
    reason: FreeText
