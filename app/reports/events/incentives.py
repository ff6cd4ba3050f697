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
