"""Facts about deductions and about years that are opened again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionProposed(Event):
    """The control tower proposed to deduct points; the owner of the account is heard first."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    account_id: int
    ground: str
    points: Decimal
    decider_id: int
    reviewer_id: int
    opinions_until: str
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionOpinionGiven(Event):
    """The owner of the account said what they think about a deduction."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    opinion: FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionDecided(Event):
    """Another office decided about a deduction; `points` is None where nothing is deducted."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    points: Decimal | None
    objections_until: str | None
    decision: FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionObjected(Event):
    """The owner of the account objected to a deduction."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    objection: FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionObjectionAnswered(Event):
    """A third person answered the objection: the deduction stands, or it does not."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    upheld: bool
    answer: FreeText


@dataclass(frozen=True, kw_only=True)
class DeductionPosted(Event):
    """Points were deducted: `taken` of the `points` that were decided, because no more were there."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    points: Decimal
    taken: Decimal
    transfer_id: int | None


@dataclass(frozen=True, kw_only=True)
class DeductionWithdrawn(Event):
    """The control tower withdrew a deduction before points moved."""

    subject: ClassVar[str] = "deduction"
    deduction_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class YearReopeningProposed(Event):
    """One office proposed to open a closed year again and named who of another office is to agree."""

    subject: ClassVar[str] = "year_reopening"
    year_reopening_id: int
    year: int
    closing_id: int
    second_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class YearReopened(Event):
    """Another office agreed: what had expired came back, and the year takes points again."""

    subject: ClassVar[str] = "year_reopening"
    year_reopening_id: int
    year: int
    accounts: int
    given_back: Decimal


@dataclass(frozen=True, kw_only=True)
class YearReopeningWithdrawn(Event):
    """A proposal to open a year again was taken back or declined."""

    subject: ClassVar[str] = "year_reopening"
    year_reopening_id: int
    year: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ClosingExported(Event):
    """The report of a closed year was taken out; its id is the row of the access log."""

    subject: ClassVar[str] = "closing_export"
    closing_export_id: int
    year: int
    number: int
    rows: int
    reason: FreeText
