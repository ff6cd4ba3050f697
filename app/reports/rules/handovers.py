"""인사 인계 명세: from people, HR's facts and a rule set to lines and the content that is hashed (format 2).

Format 1 (`rules.incentives`) stays as it is: what was frozen under it keeps its hash.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.figures import HUNDRED, ZERO, exact
from app.core.messages import Message
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.payout_lines import Figures, derivation
from app.evaluation.rules.payouts import NEEDS_DEPARTMENTS, Payee, Payment, Payout, Team, pay
from app.evaluation.rules.rounding import round_to
from app.reports.enums import Exclusion, LineNote
from app.reports.rules.incentives import PersonFacts, table_content, totals_of
from app.reports.rules.rule_sets import PersonFact, RuleSet
from app.reports.rules.service import LEAST_MONTHS

FORMAT = 2
DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What a batch is made from: the newest publication of a round, a version of a rule set, HR's facts if any."""

    round_code: str
    round_name: str
    year: int
    base_on: date
    publication_version: int
    publication_sha256: str
    rule_code: str
    rule_version: int
    rule_sha256: str
    facts_version: int | None = None
    facts_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandoverLine:
    """One person. None is missing, never zero; `personal` is rating + innovation + bonuses − deduction."""

    employee_no: str
    name: str
    rank: str
    series: str
    department: str
    unit: str
    months: int
    rating: Decimal | None
    department_score: Decimal | None
    mileage: Decimal
    merit: Decimal | None
    birth: Decimal | None
    deduction: Decimal | None
    deduction_reason: str
    personal: Decimal
    total: Decimal | None
    place: int | None
    field: int
    grade: str | None
    team_grade: str | None
    team_rate: Decimal | None
    own_rate: Decimal | None
    exclusion: Exclusion | None
    exclusion_reason: str
    rate: Decimal | None
    base_won: Decimal | None
    pot: Decimal | None
    weights: Decimal | None
    amount_won: Decimal | None
    notes: tuple[LineNote, ...]


@exact()
def shared_total(score: Decimal | None, personal: Decimal, share: Decimal) -> Decimal | None:
    """Department score × share ÷ 100 + personal points × (100 − share) ÷ 100, rounded once, half up, to 2 decimals.

    None where a score counts and there is none.
    """
    if score is None and share:
        return None
    raw = ((score or ZERO) * share + personal * (HUNDRED - share)) / HUNDRED
    return round_to(raw, DIGITS, RoundingMode.HALF_UP)


def make_handover(
    people: Sequence[PersonFacts], facts: Mapping[int, PersonFact], teams: Sequence[Team], rules: RuleSet
) -> tuple[tuple[HandoverLine, ...], Payout]:
    """Rank, grade and pay everybody. Returns the lines in the order of unit, place and person, and the payout."""
    known = {person.person_id: person for person in people}
    nothing = {
        person.person_id: PersonFact(person_id=person.person_id, employee_no=person.employee_no) for person in people
    }
    given = {key: facts.get(key, nothing[key]) for key in known}
    exclusions = {key: _exclusion(person, given[key], rules) for key, person in known.items()}
    payees = [_payee(person, given[key], exclusions[key], rules) for key, person in known.items()]
    payout = pay(payees, teams, rules.terms)
    lines = tuple(
        _line(known[int(row.key)], given[int(row.key)], exclusions[int(row.key)], row, payout, rules)
        for row in payout.payments
    )
    return lines, payout


def _exclusion(person: PersonFacts, fact: PersonFact, rules: RuleSet) -> Exclusion | None:
    if person.months < LEAST_MONTHS:
        return Exclusion.SHORT_SERVICE
    if fact.exclusion:
        return Exclusion.BY_HR
    scored = rules.terms.department_share > 0 or rules.terms.method in NEEDS_DEPARTMENTS
    return Exclusion.NO_DEPARTMENT_SCORE if scored and person.department_score is None else None


def _personal(person: PersonFacts, fact: PersonFact) -> Decimal:
    return person.mileage + fact.points


def _payee(person: PersonFacts, fact: PersonFact, exclusion: Exclusion | None, rules: RuleSet) -> Payee:
    return Payee(
        key=person.person_id,
        unit=person.unit(rules.unit_rule),
        team=person.department_id,
        points=shared_total(person.department_score, _personal(person, fact), rules.terms.department_share),
        base_won=rules.bases.get(person.rank),
        exclusion=exclusion.value if exclusion else "",
    )


def _line(
    person: PersonFacts, fact: PersonFact, exclusion: Exclusion | None, row: Payment, payout: Payout, rules: RuleSet
) -> HandoverLine:
    personal = _personal(person, fact)
    pot = None if person.department_id is None or row.rate is None else payout.pots.get(person.department_id)
    return HandoverLine(
        employee_no=person.employee_no,
        name=person.name,
        rank=person.rank,
        series=person.series,
        department=person.department,
        unit=row.unit,
        months=person.months,
        rating=fact.rating,
        department_score=person.department_score,
        mileage=person.mileage,
        merit=fact.merit,
        birth=fact.birth,
        deduction=fact.deduction,
        deduction_reason=fact.deduction_reason,
        personal=personal,
        total=shared_total(person.department_score, personal, rules.terms.department_share),
        place=row.place,
        field=row.field,
        grade=row.grade,
        team_grade=row.team_grade,
        team_rate=row.team_rate,
        own_rate=row.own_rate,
        exclusion=exclusion,
        exclusion_reason=fact.exclusion,
        rate=row.rate,
        base_won=rules.bases.get(person.rank),
        pot=None if pot is None else pot.won,
        weights=None if pot is None else pot.weights,
        amount_won=row.amount_won,
        notes=_notes(fact, row, rules.bases.get(person.rank), rules),
    )


def _notes(fact: PersonFact, row: Payment, base: Decimal | None, rules: RuleSet) -> tuple[LineNote, ...]:
    method = rules.terms.method
    weighs = rules.terms.department_share < HUNDRED and method is not PayoutMethod.BY_DEPARTMENT
    alone = row.grade is not None and row.field == 1 and method is not PayoutMethod.BY_DEPARTMENT
    said = (
        (LineNote.NO_RATING, weighs and fact.rating is None),
        (LineNote.NO_BASE, base is None),
        (LineNote.SUM_UNKNOWN, base is not None and row.grade is not None and row.amount_won is None),
        (LineNote.ALONE, alone),
    )
    return tuple(note for note, holds in said if holds)


def content_of_handover(
    origin: Origin, rules: RuleSet, lines: Sequence[HandoverLine], payout: Payout
) -> dict[str, Any]:
    """Everything a batch says, ready for canonical JSON: no sentence in it, so that no language is."""
    return {
        "format": FORMAT,
        "kind": "batch",
        "round": {"code": origin.round_code, "name": origin.round_name, "year": origin.year, "base_on": origin.base_on},
        "publication": {"version": origin.publication_version, "sha256": origin.publication_sha256},
        "rule": {
            "code": origin.rule_code,
            "version": origin.rule_version,
            "sha256": origin.rule_sha256,
            "unit": rules.unit_rule,
            "method": rules.terms.method,
            "department_share": rules.terms.department_share,
            "agreement": rules.terms.agreement,
            "digits": DIGITS,
            "least_months": LEAST_MONTHS,
        },
        "facts": None
        if origin.facts_version is None
        else {"version": origin.facts_version, "sha256": origin.facts_sha256},
        "table": table_content(origin.rule_code, rules.terms.table),
        "totals": asdict(totals_of(lines)),
        "departments": _departments(payout),
        "units": [asdict(unit) for unit in payout.units],
        "rows": [asdict(line) for line in lines],
    }


def _departments(payout: Payout) -> list[dict[str, Any]]:
    rows = []
    for key, team in sorted(payout.teams.items(), key=lambda item: (item[1].group, item[1].name)):
        pot = payout.pots.get(key)
        divided = {"won": pot.won, "paid": pot.paid, "remainder": pot.remainder} if pot else None
        rows.append({**asdict(team), "pot": divided})
    return rows


def line_derivation(rule: Mapping[str, Any], table: Mapping[str, Any], row: Mapping[str, Any]) -> Message | None:
    """Print how the amount of a frozen row came about; None where it has none."""
    if row["amount_won"] is None:
        return None
    return derivation(
        Figures(
            method=PayoutMethod(rule["method"]),
            base_won=_figure(row["base_won"]),
            rate=_figure(row["rate"]),
            amount_won=_figure(row["amount_won"]),
            unit=table["unit"],
            mode=RoundingMode(table["mode"]),
            team_rate=_figure(row["team_rate"]),
            own_rate=_figure(row["own_rate"]),
            share=_figure(rule["department_share"]),
            pot=_figure(row["pot"]),
            weights=_figure(row["weights"]),
        )
    )


def _figure(text: str | None) -> Decimal:
    return ZERO if text is None else Decimal(text)
