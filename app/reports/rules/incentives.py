"""인센티브 명세: from what is known of people to the lines, the totals and the content that is hashed.

The grades and amounts themselves are reckoned by `app.evaluation.rules.incentives`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact
from app.core.messages import _
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.incentives import Candidate, GradeRate, IncentiveRow, IncentiveTable, make_rows
from app.evaluation.rules.rounding import round_to
from app.reports.enums import Exclusion, LineNote, UnitRule
from app.reports.rules.service import LEAST_MONTHS

FORMAT = 1
MOST_WEIGHT = Decimal(1000)


@dataclass(frozen=True, kw_only=True)
class PointsRule:
    """총점 규칙: department score × weight % + innovation score × weight %, rounded once, half up."""

    department_weight: Decimal = HUNDRED
    mileage_weight: Decimal = HUNDRED
    digits: int = 2
    least_months: int = LEAST_MONTHS

    def __post_init__(self) -> None:
        for weight in (self.department_weight, self.mileage_weight):
            if not ZERO <= weight <= MOST_WEIGHT:
                raise Refused(_("A weight lies between 0 and %(most)s percent.", most=MOST_WEIGHT))

    @exact()
    def total(self, department_score: Decimal | None, mileage: Decimal) -> Decimal | None:
        """Return the total; None where the department has no score, for missing is not zero."""
        if department_score is None:
            return None
        raw = (department_score * self.department_weight + mileage * self.mileage_weight) / HUNDRED
        return round_to(raw, self.digits, RoundingMode.HALF_UP)


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is known of one person on the base date. `base_won` is None where HR has set no amount for the rank."""

    person_id: int
    employee_no: str
    name: str
    rank: str
    series: str
    department: str
    peer_group: str
    months: int
    department_score: Decimal | None
    mileage: Decimal
    base_won: Decimal | None
    department_id: int | None = None

    def unit(self, rule: UnitRule) -> str:
        """Name of those with whom this person is ranked."""
        match rule:
            case UnitRule.RANK:
                return self.rank
            case UnitRule.PEER_GROUP:
                return self.peer_group
            case UnitRule.RANK_IN_GROUP:
                return f"{self.peer_group} {self.rank}".strip()


@dataclass(frozen=True, kw_only=True)
class BatchHead:
    """What a batch was made from."""

    round_code: str
    round_name: str
    year: int
    base_on: date
    publication_version: int
    publication_sha256: str
    unit_rule: UnitRule
    points_rule: PointsRule = field(default_factory=PointsRule)
    table_code: str
    table: IncentiveTable


@dataclass(frozen=True, kw_only=True)
class Line:
    """One person of a batch. None is missing: never zero."""

    employee_no: str
    name: str
    rank: str
    series: str
    department: str
    unit: str
    months: int
    department_score: Decimal | None
    mileage: Decimal
    total: Decimal | None
    place: int | None
    field: int
    grade: str | None
    exclusion: Exclusion | None
    rate: Decimal | None
    base_won: Decimal | None
    amount_won: Decimal | None
    notes: tuple[LineNote, ...]


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Control totals: who adds the columns up must find these. `won` is None where no amount is known."""

    people: int
    excluded: int
    points: Decimal
    won: Decimal | None
    without_amount: int
    grades: Mapping[str, int]


def make_lines(people: Sequence[PersonFacts], head: BatchHead) -> tuple[Line, ...]:
    """Rank, grade and pay everybody, in the order of unit, rank and person."""
    facts = {person.person_id: person for person in people}
    exclusions = {person.person_id: _exclusion(person, head.points_rule) for person in people}
    candidates = [_candidate(person, exclusions[person.person_id], head) for person in people]
    return tuple(_line(facts[int(row.key)], row, exclusions[int(row.key)]) for row in make_rows(candidates, head.table))


def _exclusion(person: PersonFacts, rule: PointsRule) -> Exclusion | None:
    if person.months < rule.least_months:
        return Exclusion.SHORT_SERVICE
    return Exclusion.NO_DEPARTMENT_SCORE if person.department_score is None else None


def _candidate(person: PersonFacts, exclusion: Exclusion | None, head: BatchHead) -> Candidate:
    return Candidate(
        key=person.person_id,
        unit=person.unit(head.unit_rule),
        points=head.points_rule.total(person.department_score, person.mileage),
        base_won=person.base_won or ZERO,
        exclusion=exclusion.value if exclusion else "",
    )


def _line(person: PersonFacts, row: IncentiveRow, exclusion: Exclusion | None) -> Line:
    notes = [LineNote.HR_ITEMS]
    if person.base_won is None:
        notes.append(LineNote.NO_BASE)
    return Line(
        employee_no=person.employee_no,
        name=person.name,
        rank=person.rank,
        series=person.series,
        department=person.department,
        unit=row.unit,
        months=person.months,
        department_score=person.department_score,
        mileage=person.mileage,
        total=row.points,
        place=row.rank,
        field=row.field,
        grade=row.grade,
        exclusion=exclusion,
        rate=row.rate,
        base_won=person.base_won,
        amount_won=None if person.base_won is None else row.amount_won,
        notes=tuple(notes),
    )


class Counted(Protocol):
    """What a line tells the control totals, whatever its format."""

    @property
    def total(self) -> Decimal | None:
        """Points."""

    @property
    def grade(self) -> str | None:
        """None: excluded."""

    @property
    def amount_won(self) -> Decimal | None:
        """None: excluded, or not known."""


def totals_of(lines: Sequence[Counted]) -> Totals:
    """Add a batch up."""
    amounts = [line.amount_won for line in lines if line.amount_won is not None]
    labels = sorted({line.grade for line in lines if line.grade is not None})
    graded = [line for line in lines if line.grade is not None]
    return Totals(
        people=len(lines),
        excluded=len(lines) - len(graded),
        points=sum((line.total for line in lines if line.total is not None), ZERO),
        won=sum(amounts, ZERO) if amounts else None,
        without_amount=sum(line.amount_won is None for line in graded),
        grades={label: sum(line.grade == label for line in lines) for label in labels},
    )


def content_of(head: BatchHead, lines: Sequence[Line]) -> dict[str, object]:
    """Everything a batch says, ready for canonical JSON: no sentence in it, so that no language is."""
    return {
        "format": FORMAT,
        "round": {"code": head.round_code, "name": head.round_name, "year": head.year, "base_on": head.base_on},
        "publication": {"version": head.publication_version, "sha256": head.publication_sha256},
        "rule": {"unit": head.unit_rule, **asdict(head.points_rule)},
        "table": table_content(head.table_code, head.table),
        "totals": asdict(totals_of(lines)),
        "rows": [asdict(line) for line in lines],
    }


def table_content(code: str, table: IncentiveTable) -> dict[str, object]:
    """Write a table of grades as plain values; `table_of` reads it back."""
    return {
        "code": code,
        "grades": [[grade.label, str(grade.share), str(grade.rate)] for grade in table.grades],
        "absorbing_grade": table.absorbing_grade,
        "mode": table.mode.value,
        "unit": table.unit,
    }


def grades_of(rows: Sequence[Sequence[str]]) -> tuple[GradeRate, ...]:
    """Read (label, share, rate) rows."""
    return tuple(GradeRate(label, Decimal(share), Decimal(rate)) for label, share, rate in rows)
