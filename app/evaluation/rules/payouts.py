"""지급방법: the five ways of 지방공무원 수당 등에 관한 규정 §6의2 ② to turn grades into won. `payout_lines` says each formula.

Grades come by quota: people inside their unit, departments inside their peer group. Each amount is rounded once, at the end.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact
from app.core.juries import award_at
from app.core.messages import _
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.incentives import IncentiveTable, quotas_after_exclusions
from app.evaluation.rules.quotas import allocate, grade_by_counts
from app.evaluation.rules.ranking import Contender, Key, Standing, rank
from app.evaluation.rules.rounding import round_to_unit

LEAST_GRADES = 3
"""§6의2 ④: methods 2 to 5 have three grades or more."""

NEEDS_DEPARTMENTS = frozenset(PayoutMethod) - {PayoutMethod.BY_PERSON}


@dataclass(frozen=True, kw_only=True)
class PayoutTerms:
    """A method with its table; `department_share` is in percent.

    `agreed` has a rate in percent for each pair (grade of the department, grade of the person), `agreement` is the
    number of the ministry's document.
    """

    table: IncentiveTable
    method: PayoutMethod = PayoutMethod.BY_PERSON
    department_share: Decimal = HUNDRED
    agreed: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    agreement: str = ""

    def __post_init__(self) -> None:
        labels = [grade.label for grade in self.table.grades]
        if not ZERO <= self.department_share <= HUNDRED:
            raise Refused(_("The share of the department lies between 0 and 100 percent."))
        if self.method is not PayoutMethod.BY_PERSON and len(labels) < LEAST_GRADES:
            raise Refused(_("This method of payment needs at least %(least)s grades (§6의2 ④).", least=LEAST_GRADES))
        if self.method is PayoutMethod.AGREED:
            self._check_agreement(labels)

    def _check_agreement(self, labels: Sequence[str]) -> None:
        if not self.agreement:
            raise Refused(_("Name the document of the agreement with the ministry."))
        missing = [f"{own}×{other}" for own in labels for other in labels if (own, other) not in self.agreed]
        if missing:
            raise Refused(_("The agreement has no rate for: %(pairs)s.", pairs=", ".join(missing)))
        if any(not rate.is_finite() or rate < 0 for rate in self.agreed.values()):
            raise Refused(_("A rate cannot be below 0."))


@dataclass(frozen=True, kw_only=True)
class Team:
    """지급부서: a department with its published score; not `is_ranked`: it takes no place from the others."""

    key: int
    name: str
    group: str
    score: Decimal | None
    is_ranked: bool = True


@dataclass(frozen=True, kw_only=True)
class TeamGrade:
    """Where a department stands in its peer group; grade and rate are None without a score."""

    name: str
    group: str
    score: Decimal | None
    place: int | None
    field: int
    grade: str | None
    rate: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Payee:
    """One person. `base_won` None: HR has set no amount for the rank. `exclusion` is the reason, "" without one."""

    key: Key
    unit: str
    team: int | None
    points: Decimal | None
    base_won: Decimal | None
    exclusion: str = ""


@dataclass(frozen=True, kw_only=True)
class Pot:
    """부서 재원: the sum a department divides (method 4). `won` = `paid` + `remainder`; None where a base amount lacks."""

    won: Decimal | None
    weights: Decimal
    paid: Decimal
    remainder: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One line: who is excluded has no place, grade, rate or amount; `amount_won` is None where it is not known."""

    key: Key
    unit: str
    place: int | None
    field: int
    grade: str | None
    team_grade: str | None
    team_rate: Decimal | None
    own_rate: Decimal | None
    rate: Decimal | None
    amount_won: Decimal | None


@dataclass(frozen=True, kw_only=True)
class UnitQuota:
    """평가단위: how many there are, how many are excluded, and the places of each grade after that."""

    unit: str
    people: int
    excluded: int
    places: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Payout:
    """Everything a batch says about money. `pots` is filled by method 4 only, by the key of the department."""

    payments: tuple[Payment, ...]
    teams: Mapping[int, TeamGrade]
    units: tuple[UnitQuota, ...]
    pots: Mapping[int, Pot]


def pay(payees: Sequence[Payee], teams: Sequence[Team], terms: PayoutTerms) -> Payout:
    """Grade departments and people and reckon the amounts, in the order of unit, place and key.

    Raises Refused where somebody who is not excluded has no points, or no graded department where one is needed.
    """
    graded = grade_teams(teams, terms.table)
    _check(payees, graded, terms)
    by_key = {payee.key: payee for payee in payees}
    if terms.method is PayoutMethod.BY_DEPARTMENT:
        payments = [_by_department(payee, graded, terms) for payee in sorted(payees, key=lambda p: _order(p, graded))]
        return Payout(payments=tuple(payments), teams=graded, units=_team_quotas(graded, terms.table), pots={})
    standings, grades, units = _grade_people(payees, _unit_names(teams), terms)
    pots = _pots(payees, graded, grades, terms) if terms.method is PayoutMethod.DEPARTMENT_THEN_PERSON else {}
    payments = [
        _payment(by_key[key], standing, grades[key], graded, pots, terms) for key, standing in standings.items()
    ]
    return Payout(payments=tuple(payments), teams=graded, units=units, pots=_settled(pots, payments, by_key))


def grade_teams(teams: Sequence[Team], table: IncentiveTable) -> dict[int, TeamGrade]:
    """Grade departments by quota inside each peer group.

    One outside the competition gets the grade of the place its score would take, and takes none from the others.
    """
    standings = rank(
        Contender(key=team.key, peer_group=team.group, total=team.score, out_of_competition=not team.is_ranked)
        for team in teams
    )
    counts = {group: _team_counts(standings, group, table) for group in {team.group for team in teams}}
    found = {}
    for team in teams:
        place = standings[team.key].rank or _place_taken(team, standings)
        grade = None if place is None else award_at(place, counts[team.group]) or table.grades[-1].label
        found[team.key] = TeamGrade(
            name=team.name,
            group=team.group,
            score=team.score,
            place=standings[team.key].rank,
            field=standings[team.key].field,
            grade=grade,
            rate=None if grade is None else table.rate(grade),
        )
    return found


def _team_counts(standings: Mapping[Key, Standing], group: str, table: IncentiveTable) -> dict[str, int]:
    number = sum(s.rank is not None for s in standings.values() if s.peer_group == group)
    return allocate(max(number, 1), {grade.label: grade.share for grade in table.grades})


def _place_taken(team: Team, standings: Mapping[Key, Standing]) -> int | None:
    if team.score is None:
        return None
    rivals = [s.total for s in standings.values() if s.peer_group == team.group and s.rank is not None]
    return 1 + sum(total > team.score for total in rivals if total is not None)


def _check(payees: Sequence[Payee], graded: Mapping[int, TeamGrade], terms: PayoutTerms) -> None:
    if any(payee.points is None and not payee.exclusion for payee in payees):
        raise Refused(_("Somebody who is not excluded has no points."))
    if any(payee.base_won is not None and payee.base_won < 0 for payee in payees):
        raise Refused(_("A base amount cannot be below 0."))
    if terms.method in NEEDS_DEPARTMENTS and any(
        not payee.exclusion and _team_of(payee, graded).rate is None for payee in payees
    ):
        raise Refused(_("Somebody who is not excluded belongs to no graded department."))


_NO_TEAM = TeamGrade(name="", group="", score=None, place=None, field=0, grade=None, rate=None)


def _team_of(payee: Payee, graded: Mapping[int, TeamGrade]) -> TeamGrade:
    return _NO_TEAM if payee.team is None else graded.get(payee.team, _NO_TEAM)


def _order(payee: Payee, graded: Mapping[int, TeamGrade]) -> tuple[str, int, str, bool, str]:
    team = _team_of(payee, graded)
    return team.group, team.place or 0, team.name, bool(payee.exclusion), str(payee.key)


def _team_quotas(graded: Mapping[int, TeamGrade], table: IncentiveTable) -> tuple[UnitQuota, ...]:
    groups = sorted({team.group for team in graded.values()})
    shares = {grade.label: grade.share for grade in table.grades}
    numbers = {group: sum(t.place is not None for t in graded.values() if t.group == group) for group in groups}
    return tuple(
        UnitQuota(unit=group, people=numbers[group], excluded=0, places=allocate(numbers[group], shares))
        for group in groups
    )


def _unit_names(teams: Sequence[Team]) -> dict[int, str]:
    """Name each department as a unit of its own: two of one name do not share their quota."""
    common = Counter(team.name for team in teams)
    return {team.key: team.name if common[team.name] == 1 else f"{team.name} ({team.key})" for team in teams}


def _grade_people(
    payees: Sequence[Payee], names: Mapping[int, str], terms: PayoutTerms
) -> tuple[dict[Key, Standing], dict[Key, str | None], tuple[UnitQuota, ...]]:
    inside = terms.method is PayoutMethod.DEPARTMENT_THEN_PERSON
    units = {p.key: (names.get(p.team, "") if p.team is not None else "") if inside else p.unit for p in payees}
    standings = rank(
        Contender(key=p.key, peer_group=units[p.key], total=p.points, out_of_competition=bool(p.exclusion))
        for p in payees
    )
    members: dict[str, dict[Key, int | None]] = {}
    for key, standing in standings.items():
        members.setdefault(standing.peer_group, {})[key] = standing.rank
    grades: dict[Key, str | None] = {}
    quotas = []
    for unit, ranks in members.items():
        excluded = sum(place is None for place in ranks.values())
        places = quotas_after_exclusions(len(ranks), excluded, terms.table)
        grades |= grade_by_counts(ranks, places)
        quotas.append(UnitQuota(unit=unit, people=len(ranks), excluded=excluded, places=places))
    return standings, grades, tuple(quotas)


@exact()
def _pots(
    payees: Sequence[Payee],
    graded: Mapping[int, TeamGrade],
    grades: Mapping[Key, str | None],
    terms: PayoutTerms,
) -> dict[int, Pot]:
    """Sum base × rate of the department over its people; unknown where somebody's base amount is."""
    members: dict[int, list[Payee]] = {}
    for payee in payees:
        if payee.team is not None and not payee.exclusion:
            members.setdefault(payee.team, []).append(payee)
    pots = {}
    for team, people in members.items():
        bases = [p.base_won for p in people if p.base_won is not None]
        known = len(bases) == len(people)
        rate = graded[team].rate or ZERO
        weights = sum(((p.base_won or ZERO) * _own_rate(grades[p.key], terms) for p in people), ZERO)
        won = sum(bases, ZERO) * rate / HUNDRED if known else None
        pots[team] = Pot(won=won, weights=weights, paid=ZERO, remainder=None)
    return pots


def _own_rate(grade: str | None, terms: PayoutTerms) -> Decimal:
    return ZERO if grade is None else terms.table.rate(grade)


def _by_department(payee: Payee, graded: Mapping[int, TeamGrade], terms: PayoutTerms) -> Payment:
    team = _team_of(payee, graded)
    paid = not payee.exclusion
    rate = team.rate if paid else None
    return Payment(
        key=payee.key,
        unit=team.group,
        place=team.place if paid else None,
        field=team.field,
        grade=team.grade if paid else None,
        team_grade=team.grade,
        team_rate=team.rate,
        own_rate=None,
        rate=rate,
        amount_won=_won(payee.base_won, rate, terms),
    )


def _payment(
    payee: Payee,
    standing: Standing,
    grade: str | None,
    graded: Mapping[int, TeamGrade],
    pots: Mapping[int, Pot],
    terms: PayoutTerms,
) -> Payment:
    needed = terms.method in NEEDS_DEPARTMENTS
    team = _team_of(payee, graded) if needed else _NO_TEAM
    own = None if grade is None else terms.table.rate(grade)
    rate = None if grade is None or own is None else _rate(grade, own, team, terms)
    if terms.method is PayoutMethod.DEPARTMENT_THEN_PERSON:
        amount = None if rate is None or payee.team is None else part_won(payee.base_won, rate, pots[payee.team], terms)
    else:
        amount = _won(payee.base_won, rate, terms)
    return Payment(
        key=payee.key,
        unit=standing.peer_group,
        place=standing.rank,
        field=standing.field,
        grade=grade,
        team_grade=team.grade,
        team_rate=team.rate,
        own_rate=own,
        rate=rate,
        amount_won=amount,
    )


@exact()
def _rate(grade: str, own: Decimal, team: TeamGrade, terms: PayoutTerms) -> Decimal:
    """Rate of the base amount in percent; inside a department's sum (method 4) the rate that weighs the base."""
    if terms.method is PayoutMethod.BOTH and team.rate is not None:
        return (team.rate * terms.department_share + own * (HUNDRED - terms.department_share)) / HUNDRED
    if terms.method is PayoutMethod.AGREED and team.grade is not None:
        return terms.agreed[team.grade, grade]
    return own


@exact()
def _won(base: Decimal | None, rate: Decimal | None, terms: PayoutTerms) -> Decimal | None:
    if base is None or rate is None:
        return None
    return round_to_unit(base * rate / HUNDRED, terms.table.unit, terms.table.mode)


@exact()
def part_won(base: Decimal | None, rate: Decimal, pot: Pot, terms: PayoutTerms) -> Decimal | None:
    """Part of a department's sum: sum × (base × rate) ÷ Σ(base × rate), always down to the unit.

    So the parts never exceed the sum. 0 where all weights are 0; None where the sum is not known.
    """
    if pot.won is None or base is None:
        return None
    if not pot.weights:
        return ZERO
    return round_to_unit(pot.won * base * rate / pot.weights, terms.table.unit, RoundingMode.FLOOR)


def _settled(pots: Mapping[int, Pot], payments: Sequence[Payment], by_key: Mapping[Key, Payee]) -> dict[int, Pot]:
    paid: dict[int, Decimal] = dict.fromkeys(pots, ZERO)
    for payment in payments:
        team = by_key[payment.key].team
        if team in paid and payment.amount_won is not None:
            paid[team] += payment.amount_won
    return {
        team: Pot(
            won=pot.won,
            weights=pot.weights,
            paid=paid[team],
            remainder=None if pot.won is None else pot.won - paid[team],
        )
        for team, pot in pots.items()
    }
