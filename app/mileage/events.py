"""Facts about mileage."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class PointsTransferred(Event):
    """Points moved: one row was added to the ledger."""

    subject: ClassVar[str] = "transfer"
    transfer_id: int
    kind: str
    item_code: str | None
    source: str
    debit_account_id: int
    credit_account_id: int
    points: Decimal
    cut_off: Decimal
    occurred_on: str


@dataclass(frozen=True, kw_only=True)
class PointsCutOff(Event):
    """A fact earned nothing because the caps were used up."""

    subject: ClassVar[str] = "cap_cut"
    cap_cut_id: int
    item_code: str
    source: str
    account_id: int
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class TransferReversed(Event):
    """A transfer was taken back by a row that mirrors it."""

    subject: ClassVar[str] = "transfer"
    transfer_id: int
    reversal_id: int
    reason_code: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ItemsEntered(Event):
    """Items became valid from a day."""

    subject: ClassVar[str] = "item"
    item_id: int
    count: int
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class ClaimWritten(Event):
    """A claim was drafted or its text or shares were changed. `shares` are (person id, percent as text)."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    item_code: str
    points: Decimal
    shares: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class ClaimSubmitted(Event):
    """A claim went to the head, or straight to the control tower."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    department_id: int
    skips_head: bool


@dataclass(frozen=True, kw_only=True)
class ClaimConfirmed(Event):
    """The head, or the control tower where no head was free, confirmed a claim."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    department_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimVerified(Event):
    """The control tower verified a claim; its points are posted.

    `twin_ids` are posted claims that look alike, and `twin_reason` says why this one is about another fact.
    """

    subject: ClassVar[str] = "claim"
    claim_id: int
    transfer_ids: tuple[int, ...]
    twin_ids: tuple[int, ...] = ()
    twin_reason: FreeText | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimReturned(Event):
    """A claim was sent back to its claimant."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(Event):
    """The claimant took a claim back."""

    subject: ClassVar[str] = "claim"
    claim_id: int
