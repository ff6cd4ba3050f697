"""Facts about reports that carry personal data out of the product."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class IncentiveExported(Event):
    """An incentive batch was made and frozen."""

    subject: ClassVar[str] = "incentive_batch"
    incentive_batch_id: int
    number: str
    round_code: str
    publication_sha256: str
    sha256: str
    people: int
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IncentiveDownloaded(Event):
    """The workbook of a batch was taken out."""

    subject: ClassVar[str] = "incentive_batch"
    incentive_batch_id: int
    people: int


@dataclass(frozen=True, kw_only=True)
class IncentiveBaseSet(Event):
    """HR set the base amount of a rank, in won; None took it away."""

    subject: ClassVar[str] = "incentive_base"
    incentive_base_id: int
    rank: str
    amount: str | None


@dataclass(frozen=True, kw_only=True)
class GradeTableSaved(Event):
    """HR saved a table of grades, shares and rates."""

    subject: ClassVar[str] = "incentive_grade_table"
    incentive_grade_table_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class IncentiveRulesEntered(Event):
    """A version of a rule set was kept."""

    subject: ClassVar[str] = "incentive_rule_version"
    incentive_rule_version_id: int
    code: str
    version: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class IncentiveFactsEntered(Event):
    """HR's facts for a round were kept as a version."""

    subject: ClassVar[str] = "incentive_fact_sheet"
    incentive_fact_sheet_id: int
    round_code: str
    version: int
    people: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class IncentiveFactsTakenOut(Event):
    """The workbook of HR's facts was taken out."""

    subject: ClassVar[str] = "incentive_fact_sheet"
    incentive_fact_sheet_id: int
    people: int


@dataclass(frozen=True, kw_only=True)
class IncentiveHandedOver(Event):
    """A batch, or an adjustment of an accepted one, was frozen and handed to HR."""

    subject: ClassVar[str] = "incentive_batch"
    incentive_batch_id: int
    number: str
    round_code: str
    rule_code: str
    rule_version: int
    sha256: str
    people: int
    adjusts: str | None
    replaces: str | None
    reason: FreeText


@dataclass(frozen=True, kw_only=True)
class IncentiveAccepted(Event):
    """HR accepted a batch."""

    subject: ClassVar[str] = "incentive_batch"
    incentive_batch_id: int
    number: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class IncentiveReturned(Event):
    """HR returned a batch with a reason."""

    subject: ClassVar[str] = "incentive_batch"
    incentive_batch_id: int
    number: str
    reason: FreeText
