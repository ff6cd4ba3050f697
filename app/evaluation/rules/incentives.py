"""성과상여금: grades by quota, the amount of each person, and the control totals of a batch.

Source: 지방공무원 수당 등에 관한 규정 §6의2. Shares and rates are a table of the office, never constants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.quotas import allocate, check_shares, grade_by_counts
from app.evaluation.rules.ranking import Contender, Key, Standing, rank
from app.evaluation.rules.rounding import round_to_unit

UNITS = (1, 10, 1000)


@dataclass(frozen=True)
class GradeRate:
    """One row of the table: a grade, its share of the headcount (%) and its rate of the base amount (%)."""

    label: str
    share: Decimal
    rate: Decimal


@dataclass(frozen=True, kw_only=True)
class IncentiveTable:
    """The grades, best first, and how an amount is rounded (unit in won)."""

    grades: tuple[GradeRate, ...]
    absorbing_grade: str = "B"
    """The grade whose quota excluded people reduce; what it cannot bear the grades below it do."""
    mode: RoundingMode = RoundingMode.FLOOR
    unit: int = 10

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse labels twice, shares that do not sum to 100, rates below 0, a foreign unit or absorbing grade."""
        labels = [grade.label for grade in self.grades]
        if len(set(labels)) < len(labels):
            raise Refused(_("A grade appears twice in the table."))
        check_shares({grade.label: grade.share for grade in self.grades})
        if any(grade.rate < 0 for grade in self.grades):
            raise Refused(_("A rate cannot be below 0."))
        if self.absorbing_grade not in labels:
            raise Refused(_("The table has no grade “%(grade)s” for excluded people.", grade=self.absorbing_grade))
        if self.unit not in UNITS:
            raise Refused(_("The rounding unit is 1, 10 or 1,000 won."))

    def rate(self, label: str) -> Decimal:
        """Rate of a grade in percent."""
        return next(grade.rate for grade in self.grades if grade.label == label)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One person of an evaluation unit. `exclusion` is the reason where they are excluded."""

    key: Key
    unit: str
    points: Decimal | None
    base_won: Decimal
    exclusion: str = ""


@dataclass(frozen=True, kw_only=True)
class IncentiveRow:
    """One line of a batch; rank, grade and amount are None for who is excluded."""

    key: Key
    unit: str
    points: Decimal | None
    rank: int | None
    field: int
    grade: str | None
    rate: Decimal | None
    base_won: Decimal
    amount_won: Decimal | None
    exclusion: str
    derivation: Message


@dataclass(frozen=True, kw_only=True)
class ControlTotals:
    """What a reader adds up to see that nothing was lost."""

    people: int
    excluded: int
    points: Decimal
    won: Decimal
    grades: Mapping[str, int]


def quotas_after_exclusions(headcount: int, excluded: int, table: IncentiveTable) -> dict[str, int]:
    """Divide the whole headcount (excluded people included) and take the excluded from the absorbing grade.

    62 people at 20/40/30/10 with 3 excluded: S 12, A 25, B 19 − 3 = 16, C 6. S and A stay whole. What the
    absorbing grade cannot bear, the grades below it do. Where even they cannot, places of the grade above
    stay empty, because there are fewer people than places.
    """
    if not 0 <= excluded <= headcount:
        raise Refused(_("More people are excluded than there are."))
    counts = allocate(headcount, {grade.label: grade.share for grade in table.grades})
    labels = list(counts)
    for label in labels[labels.index(table.absorbing_grade) :]:
        taken = min(excluded, counts[label])
        counts[label] -= taken
        excluded -= taken
    return counts


@exact()
def amount_won(base_won: Decimal, rate: Decimal, table: IncentiveTable) -> Decimal:
    """Base amount × rate ÷ 100, rounded once to the table's unit."""
    return round_to_unit(base_won * rate / HUNDRED, table.unit, table.mode)


def make_rows(candidates: Sequence[Candidate], table: IncentiveTable) -> tuple[IncentiveRow, ...]:
    """Rank and grade inside each evaluation unit and reckon the amounts, in the order of unit, rank and key.

    Raises Refused where somebody who is not excluded has no points (missing is never zero).
    """
    _check(candidates)
    people = {candidate.key: candidate for candidate in candidates}
    standings = rank(
        Contender(key=c.key, peer_group=c.unit, total=c.points, out_of_competition=bool(c.exclusion))
        for c in candidates
    )
    grades: dict[Key, str | None] = {}
    for unit in {candidate.unit for candidate in candidates}:
        members = {key: standing.rank for key, standing in standings.items() if standing.peer_group == unit}
        excluded = sum(place is None for place in members.values())
        grades |= grade_by_counts(members, quotas_after_exclusions(len(members), excluded, table))
    return tuple(_row(people[key], standing, grades[key], table) for key, standing in standings.items())


def control_totals(rows: Sequence[IncentiveRow]) -> ControlTotals:
    """Count people and exclusions, and sum points and won."""
    labels = sorted({row.grade for row in rows if row.grade is not None})
    return ControlTotals(
        people=len(rows),
        excluded=sum(row.grade is None for row in rows),
        points=sum((row.points for row in rows if row.points is not None), ZERO),
        won=sum((row.amount_won for row in rows if row.amount_won is not None), ZERO),
        grades={label: sum(row.grade == label for row in rows) for label in labels},
    )


def _check(candidates: Sequence[Candidate]) -> None:
    if any(candidate.points is None and not candidate.exclusion for candidate in candidates):
        raise Refused(_("Somebody who is not excluded has no points."))
    if any(candidate.base_won < 0 for candidate in candidates):
        raise Refused(_("A base amount cannot be below 0."))


def _row(person: Candidate, standing: Standing, grade: str | None, table: IncentiveTable) -> IncentiveRow:
    rate = None if grade is None else table.rate(grade)
    amount = None if rate is None else amount_won(person.base_won, rate, table)
    return IncentiveRow(
        key=person.key,
        unit=person.unit,
        points=person.points,
        rank=standing.rank,
        field=standing.field,
        grade=grade,
        rate=rate,
        base_won=person.base_won,
        amount_won=amount,
        exclusion=person.exclusion,
        derivation=_derivation(person, rate, amount, table),
    )


@exact()
def _derivation(person: Candidate, rate: Decimal | None, amount: Decimal | None, table: IncentiveTable) -> Message:
    if rate is None or amount is None:
        return _("Excluded: %(reason)s", reason=person.exclusion)
    return _(
        "%(base)s × %(rate)s ÷ 100 %(exact)s won; to %(unit)s won (%(mode)s): %(amount)s won",
        base=plain(person.base_won),
        rate=plain(rate),
        exact=outcome(person.base_won * rate / HUNDRED),
        unit=table.unit,
        mode=table.mode.label,
        amount=plain(amount),
    )
