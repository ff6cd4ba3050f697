"""Facts about objections to the statement, their terms, and who agrees to be shown."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class MileageTermsSet(Event):
    """The days of objections, or whether people are ranked, were set anew."""

    subject: ClassVar[str] = "mileage_terms"
    mileage_terms_id: int
    objection_days: int
    answer_days: int
    personal_board: bool
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ShowingChosen(Event):
    """Somebody agreed to stand on the personal board, or no longer does."""

    subject: ClassVar[str] = "showing"
    showing_id: int
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionReceived(Event):
    """Somebody objected to a row of a statement, or said that a fact is missing."""

    subject: ClassVar[str] = "objection"
    objection_id: int
    kind: str
    account_id: int
    transfer_id: int | None
    cap_cut_id: int | None
    answer_by: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(Event):
    """An objection was upheld or rejected, with what follows."""

    subject: ClassVar[str] = "objection"
    objection_id: int
    outcome: str
    remedy: str | None
    reversal_id: int | None
    item_code: str | None
    points: Decimal | None
    answer: FreeText


@dataclass(frozen=True, kw_only=True)
class ObjectionWithdrawn(Event):
    """An objection was taken back before it was answered."""

    subject: ClassVar[str] = "objection"
    objection_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectionClaimed(Event):
    """The claim that follows from an upheld objection was drafted."""

    subject: ClassVar[str] = "objection"
    objection_id: int
    claim_id: int
