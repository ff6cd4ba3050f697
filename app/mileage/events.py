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
    deputy_for_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimVerified(Event):
    """The control tower verified a claim; its points are posted.

    `twin_ids` are posted claims that look alike, `award_ids` automatic awards of the day; `twin_reason` says why it is
    about another fact.
    """

    subject: ClassVar[str] = "claim"
    claim_id: int
    transfer_ids: tuple[int, ...]
    twin_ids: tuple[int, ...] = ()
    award_ids: tuple[int, ...] = ()
    twin_reason: FreeText | None = None
    deputy_for_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimReturned(Event):
    """A claim was sent back to its claimant."""

    subject: ClassVar[str] = "claim"
    claim_id: int
    reason: FreeText
    deputy_for_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimWithdrawn(Event):
    """The claimant took a claim back."""

    subject: ClassVar[str] = "claim"
    claim_id: int


@dataclass(frozen=True, kw_only=True)
class ShorteningRuleSaved(Event):
    """A version of a rule for handling times was entered. It never changes again."""

    subject: ClassVar[str] = "shortening_rule"
    shortening_rule_id: int
    code: str
    version: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ShorteningRunDrafted(Event):
    """Processing results were read in and simulated; no points moved."""

    subject: ClassVar[str] = "shortening_run"
    shortening_run_id: int
    rule_code: str
    rule_version: int
    starts_on: str
    ends_on: str
    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ShorteningRunPosted(Event):
    """A second person posted a simulation: cases are counted once and for all, and positive sums are paid."""

    subject: ClassVar[str] = "shortening_run"
    shortening_run_id: int
    counted: int
    transfer_ids: tuple[int, ...]
    points: Decimal
    digest: str


@dataclass(frozen=True, kw_only=True)
class ShorteningRunWithdrawn(Event):
    """A simulation was withdrawn before it was posted."""

    subject: ClassVar[str] = "shortening_run"
    shortening_run_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RewardOffered(Event):
    """A reward, or another edition of its terms, entered the catalogue."""

    subject: ClassVar[str] = "reward"
    reward_id: int
    code: str
    edition: int
    points: Decimal
    earned_needed: Decimal | None
    value_won: int
    stock: int | None
    valid_from: str
    valid_until: str | None


@dataclass(frozen=True, kw_only=True)
class RewardTermsSet(Event):
    """The yearly limit in won, or the days a reservation lasts, were set from a day on."""

    subject: ClassVar[str] = "reward_terms"
    reward_terms_id: int
    valid_from: str
    yearly_cap_won: int | None
    hold_days: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RewardRequested(Event):
    """Somebody asked for a reward; its points left the account for the reward pool."""

    subject: ClassVar[str] = "reward_request"
    reward_request_id: int
    reward_id: int
    transfer_id: int
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class RewardApproved(Event):
    """The control tower approved a reward request."""

    subject: ClassVar[str] = "reward_request"
    reward_request_id: int


@dataclass(frozen=True, kw_only=True)
class RewardHandedOver(Event):
    """A reward was handed over: its points are spent for good."""

    subject: ClassVar[str] = "reward_request"
    reward_request_id: int
    handed_over_on: str


@dataclass(frozen=True, kw_only=True)
class RewardGivenBack(Event):
    """A request ended without the reward; its points went back by one reversal. `state` says how it ended."""

    subject: ClassVar[str] = "reward_request"
    reward_request_id: int
    state: str
    reversal_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class RewardsExported(Event):
    """The list of rewards that were handed over was taken out; its id is the row of the access log."""

    subject: ClassVar[str] = "reward_export"
    reward_export_id: int
    rows: int
    unmasked: bool
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ThanksLimitsSet(Event):
    """Other limits of thank-you points hold from a month on."""

    subject: ClassVar[str] = "thanks_limits"
    thanks_limits_id: int
    valid_from: str
    monthly_grant: int
    points: int
    most_same_person: int
    own_department_allowed: bool


@dataclass(frozen=True, kw_only=True)
class ThanksGranted(Event):
    """People got their thank-you points of a month; `thanks_month_id` is the month as 202611."""

    subject: ClassVar[str] = "thanks_month"
    thanks_month_id: int
    people: int
    points: int


@dataclass(frozen=True, kw_only=True)
class ThanksExpired(Event):
    """Thank-you points of a month that nobody gave expired."""

    subject: ClassVar[str] = "thanks_month"
    thanks_month_id: int
    people: int
    points: int


@dataclass(frozen=True, kw_only=True)
class ThanksSent(Event):
    """Somebody thanked somebody, with points."""

    subject: ClassVar[str] = "thanks"
    thanks_id: int
    receiver_id: int
    points: int
    body: FreeText


@dataclass(frozen=True, kw_only=True)
class ThanksPrivacyChosen(Event):
    """Sender or receiver kept a thank-you off the wall, or put it there."""

    subject: ClassVar[str] = "thanks"
    thanks_id: int
    keeps_private: bool


@dataclass(frozen=True, kw_only=True)
class ThanksReported(Event):
    """Somebody reported a thank-you."""

    subject: ClassVar[str] = "thanks"
    thanks_id: int
    report_id: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ThanksHidden(Event):
    """A reported thank-you was hidden and its points were taken back from the receiver."""

    subject: ClassVar[str] = "thanks"
    thanks_id: int
    report_ids: tuple[int, ...]
    points: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class ThanksReportDismissed(Event):
    """Reports about a thank-you were dismissed; it stays as it is."""

    subject: ClassVar[str] = "thanks"
    thanks_id: int
    report_ids: tuple[int, ...]
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class YearRuleSet(Event):
    """It was set what becomes of the points of people or departments at the end of a year."""

    subject: ClassVar[str] = "year_rule"
    year_rule_id: int
    year: int
    of: str
    kind: str
    most: Decimal | None
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class YearClosingProposed(Event):
    """The control tower proposed to close a year and named who is to confirm it."""

    subject: ClassVar[str] = "year_closing"
    year_closing_id: int
    year: int
    second_id: int


@dataclass(frozen=True, kw_only=True)
class YearClosed(Event):
    """Somebody of another office confirmed the closing: points expired, and nothing more is posted into the year."""

    subject: ClassVar[str] = "year_closing"
    year_closing_id: int
    year: int
    number: int
    accounts: int
    expired: Decimal
    sha256: str


@dataclass(frozen=True, kw_only=True)
class YearClosingWithdrawn(Event):
    """A proposal to close a year was taken back or declined."""

    subject: ClassVar[str] = "year_closing"
    year_closing_id: int
    year: int
    reason: FreeText
