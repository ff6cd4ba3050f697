"""지급방법: the five ways of §6의2 ②, each with its formula and its one rounding."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import PayoutMethod, RoundingMode
from app.evaluation.rules.incentives import GradeRate, IncentiveTable
from app.evaluation.rules.payout_lines import FORMULAS, Figures, derivation
from app.evaluation.rules.payouts import Payee, PayoutTerms, Team, grade_teams, pay
from app.evaluation.rules.quotas import allocate

STANDARD = [("S", 20, "172.5"), ("A", 40, "125"), ("B", 30, "85"), ("C", 10, "0")]
AGREED = {(a, b): Decimal(100 + 10 * i - j) for i, a in enumerate("CBAS") for j, b in enumerate("SABC")}


def table(rows=STANDARD, **more):
    return IncentiveTable(grades=tuple(GradeRate(g, Decimal(share), Decimal(rate)) for g, share, rate in rows), **more)


def terms(method, share=50, **more):
    agreed = {"agreed": AGREED, "agreement": "지방행정-1234"} if method is PayoutMethod.AGREED else {}
    return PayoutTerms(table=table(**more), method=method, department_share=Decimal(share), **agreed)


def team(key, score, group="사업부서", **more):
    return Team(key=key, name=f"{key}과", group=group, score=None if score is None else Decimal(score), **more)


def payee(key, points, base="3000000", team=1, **more):
    return Payee(
        key=key,
        unit=more.pop("unit", "7급"),
        team=team,
        points=None if points is None else Decimal(points),
        base_won=None if base is None else Decimal(base),
        **more,
    )


TEAMS = [team(1, 90), team(2, 80), team(3, 70)]
PEOPLE = [payee(i, 100 - i, team=1 + i % 3) for i in range(10)]


def amounts(payout):
    return {line.key: line.amount_won for line in payout.payments}


def test_by_person_pays_base_times_the_rate_of_the_own_grade():
    paid = pay(PEOPLE, TEAMS, terms(PayoutMethod.BY_PERSON))
    assert [(line.key, line.grade) for line in paid.payments][:3] == [(0, "S"), (1, "S"), (2, "A")]
    assert amounts(paid)[0] == Decimal(5175000)
    assert paid.pots == {}


def test_by_department_gives_everybody_in_it_the_same_rate():
    paid = pay(PEOPLE, TEAMS, terms(PayoutMethod.BY_DEPARTMENT))
    assert {line.key: line.rate for line in paid.payments if line.key % 3 == 0} == dict.fromkeys(
        (0, 3, 6, 9), paid.teams[1].rate
    )
    assert [paid.teams[key].grade for key in (1, 2, 3)] == ["S", "A", "B"]
    assert amounts(paid)[1] == Decimal(3750000)
    assert {line.place for line in paid.payments} == {1, 2, 3}


def test_both_mixes_the_two_rates_by_the_share():
    paid = pay(PEOPLE, TEAMS, terms(PayoutMethod.BOTH, share=40))
    best = next(line for line in paid.payments if line.key == 0)
    assert (best.team_rate, best.own_rate, best.rate) == (Decimal("172.5"), Decimal("172.5"), Decimal("172.5"))
    second = next(line for line in paid.payments if line.key == 1)
    assert second.rate == Decimal(125) * 40 / 100 + Decimal("172.5") * 60 / 100
    assert second.amount_won == Decimal(4605000)


def test_a_department_divides_its_sum_among_its_people():
    paid = pay(PEOPLE, TEAMS, terms(PayoutMethod.DEPARTMENT_THEN_PERSON))
    pot = paid.pots[1]
    assert pot.won == 4 * Decimal(3000000) * Decimal("172.5") / 100
    mine = {line.key: line for line in paid.payments if line.key % 3 == 0}
    assert pot.paid == sum(line.amount_won for line in mine.values())
    assert pot.won == pot.paid + pot.remainder
    assert [mine[key].grade for key in (0, 3, 6, 9)] == ["S", "A", "A", "B"]
    assert {line.unit for line in mine.values()} == {"1과"}


def test_two_departments_of_one_name_grade_their_people_apart():
    twins = [Team(key=key, name="총무팀", group="읍면동", score=Decimal(score)) for key, score in ((1, 90), (2, 80))]
    people = [payee(i, 100 - i, team=1 + i // 5) for i in range(10)]
    paid = pay(people, twins, terms(PayoutMethod.DEPARTMENT_THEN_PERSON))
    grades = {line.key: line.grade for line in paid.payments}
    assert [grades[key] for key in range(5)] == [grades[key] for key in range(5, 10)]
    assert {unit.unit: unit.people for unit in paid.units} == {"총무팀 (1)": 5, "총무팀 (2)": 5}


def test_an_unknown_base_amount_leaves_the_whole_sum_of_the_department_unknown():
    people = [*PEOPLE, payee(99, 50, base=None, team=1)]
    paid = pay(people, TEAMS, terms(PayoutMethod.DEPARTMENT_THEN_PERSON))
    assert paid.pots[1].won is None
    assert all(amounts(paid)[key] is None for key in (0, 3, 6, 9, 99))
    assert amounts(paid)[1] is not None


def test_an_unknown_base_amount_is_empty_and_not_zero():
    paid = pay([payee(1, 90, base=None), payee(2, 80)], TEAMS, terms(PayoutMethod.BY_PERSON))
    assert amounts(paid)[1] is None
    assert amounts(paid)[2] is not None


def test_the_agreed_table_pays_by_both_grades():
    paid = pay(PEOPLE, TEAMS, terms(PayoutMethod.AGREED))
    line = next(line for line in paid.payments if line.key == 1)
    assert line.rate == AGREED[line.team_grade, line.grade]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"agreement": "", "agreed": AGREED}, "Name the document"),
        ({"agreement": "1", "agreed": {}}, "has no rate for"),
        ({"agreement": "1", "agreed": AGREED | {("S", "S"): Decimal(-1)}}, "below 0"),
    ],
)
def test_the_agreement_needs_its_document_and_a_rate_for_every_pair(more, said):
    with pytest.raises(Refused, match=said):
        PayoutTerms(table=table(), method=PayoutMethod.AGREED, **more)


@pytest.mark.parametrize("method", [method for method in PayoutMethod if method is not PayoutMethod.BY_PERSON])
def test_methods_two_to_five_have_three_grades_or_more(method):
    two = table([("S", 50, "120"), ("B", 50, "80")])
    with pytest.raises(Refused, match="at least 3 grades"):
        PayoutTerms(table=two, method=method, agreement="1", agreed=AGREED)
    assert PayoutTerms(table=two, method=PayoutMethod.BY_PERSON).table is two


@pytest.mark.parametrize("share", [-1, 101])
def test_the_share_lies_between_0_and_100(share):
    with pytest.raises(Refused, match="between 0 and 100"):
        terms(PayoutMethod.BOTH, share=share)


def test_one_person_alone_gets_what_the_quota_gives():
    paid = pay([payee(1, 10)], TEAMS, terms(PayoutMethod.BY_PERSON))
    assert [(line.place, line.field, line.grade) for line in paid.payments] == [(1, 1, "A")]
    assert paid.units[0].places == {"S": 0, "A": 1, "B": 0, "C": 0}


def test_who_does_not_compete_gets_the_grade_of_the_place_and_takes_none():
    tower = team(9, 85, is_ranked=False)
    graded = grade_teams([*TEAMS, tower], table())
    assert [graded[key].grade for key in (1, 2, 3)] == ["S", "A", "B"]
    assert (graded[9].place, graded[9].grade) == (None, "A")
    assert grade_teams([team(9, 85, group="지원부서", is_ranked=False)], table())[9].grade == "A"


def test_a_department_without_a_score_cannot_be_paid_by_department():
    with pytest.raises(Refused, match="no graded department"):
        pay([payee(1, 10, team=4)], [team(4, None)], terms(PayoutMethod.BOTH))
    excluded = pay([payee(1, None, team=4, exclusion="x")], [team(4, None)], terms(PayoutMethod.BOTH))
    assert amounts(excluded) == {1: None}


def test_nobody_is_paid_from_a_sum_where_all_rates_are_0():
    none = table([("S", 0, "100"), ("B", 0, "50"), ("C", 100, "0")])
    paid = pay([payee(1, 5)], TEAMS, PayoutTerms(table=none, method=PayoutMethod.DEPARTMENT_THEN_PERSON))
    assert (amounts(paid)[1], paid.pots[1].remainder) == (Decimal(0), paid.pots[1].won)


@pytest.mark.parametrize("method", PayoutMethod)
def test_every_amount_prints_its_numbers(method):
    rules = terms(method)
    paid = pay(PEOPLE, TEAMS, rules)
    line = next(line for line in paid.payments if line.key == 1)
    pot = paid.pots.get(2)
    text = str(
        derivation(
            Figures(
                method=method,
                base_won=Decimal(3000000),
                rate=line.rate,
                amount_won=line.amount_won,
                unit=10,
                mode=RoundingMode.FLOOR,
                team_rate=line.team_rate or Decimal(0),
                own_rate=line.own_rate or Decimal(0),
                share=Decimal(50),
                pot=pot.won if pot else Decimal(0),
                weights=pot.weights if pot else Decimal(0),
            )
        )
    )
    assert "3000000" in text
    assert text.endswith(f"{line.amount_won:f} won")
    assert str(FORMULAS[method]).startswith(("Amount =", "Sum of the department ="))


@st.composite
def offices(draw):
    """Teams and people with ties, excluded people and odd base amounts."""
    number = draw(st.integers(1, 5))
    teams = [team(k, draw(st.integers(0, 5)), group=draw(st.sampled_from("가나"))) for k in range(1, number + 1)]
    people = [
        payee(
            k,
            draw(st.integers(0, 30)),
            base=str(draw(st.integers(0, 9_999_999))),
            team=draw(st.integers(1, number)),
            unit=draw(st.sampled_from(["6급", "7급"])),
            exclusion=draw(st.sampled_from(["", "", "", "leave"])),
        )
        for k in range(draw(st.integers(1, 30)))
    ]
    return teams, people


MODES = st.sampled_from(RoundingMode)
WON = st.sampled_from([1, 10, 1000])


@given(offices(), MODES, WON)
def test_no_won_is_lost_when_a_department_divides_its_sum(office, mode, unit):
    teams, people = office
    rules = PayoutTerms(table=table(mode=mode, unit=unit), method=PayoutMethod.DEPARTMENT_THEN_PERSON)
    paid = pay(people, teams, rules)
    for key, pot in paid.pots.items():
        parts = [line.amount_won for line in paid.payments if people[line.key].team == key and line.grade]
        assert sum(parts) == pot.paid
        assert pot.paid + pot.remainder == pot.won
        assert pot.remainder >= 0
        assert all(part % unit == 0 for part in parts)
        if pot.weights:
            assert pot.remainder < len(parts) * unit


@given(offices(), MODES, WON, st.sampled_from(PayoutMethod), st.integers(0, 100))
def test_won_follow_mode_and_unit_exactly(office, mode, unit, method, share):
    teams, people = office
    paid = pay(people, teams, terms(method, share=share, mode=mode, unit=unit))
    if method is PayoutMethod.DEPARTMENT_THEN_PERSON:
        mode = RoundingMode.FLOOR
    for line in paid.payments:
        if line.amount_won is None:
            assert people[line.key].exclusion
            continue
        pot = paid.pots.get(people[line.key].team)
        raw = people[line.key].base_won * line.rate / 100
        if pot is not None:
            raw = pot.won * people[line.key].base_won * line.rate / pot.weights if pot.weights else Decimal(0)
        assert line.amount_won % unit == 0
        away = line.amount_won - raw
        assert {
            RoundingMode.FLOOR: -unit < away <= 0,
            RoundingMode.TRUNCATE: -unit < away <= 0,
            RoundingMode.CEILING: 0 <= away < unit,
            RoundingMode.HALF_UP: -unit < 2 * away <= unit,
            RoundingMode.HALF_EVEN: -unit <= 2 * away <= unit,
        }[mode]


@given(offices(), st.sampled_from(PayoutMethod))
def test_everybody_has_one_line_and_quotas_sum_to_who_is_graded(office, method):
    teams, people = office
    paid = pay(people, teams, terms(method))
    assert sorted(line.key for line in paid.payments) == [person.key for person in people]
    assert {line.key for line in paid.payments if line.grade is None} == {p.key for p in people if p.exclusion}
    for unit in paid.units:
        upper = unit.places["S"] + unit.places["A"]
        assert sum(unit.places.values()) == max(unit.people - unit.excluded, upper)


@given(st.integers(0, 500), st.integers(0, 60))
def test_the_excluded_reduce_b_and_then_lower_grades_only(people, excluded):
    excluded = min(excluded, people)
    folk = [payee(k, 1000 - k, exclusion="leave" if k < excluded else "") for k in range(people)]
    units = pay(folk, TEAMS, terms(PayoutMethod.BY_PERSON)).units
    whole = allocate(people, {"S": Decimal(20), "A": Decimal(40), "B": Decimal(30), "C": Decimal(10)})
    for unit in units:
        assert (unit.places["S"], unit.places["A"]) == (whole["S"], whole["A"])
        assert unit.places["B"] == max(whole["B"] - excluded, 0)
        assert unit.places["C"] == max(whole["C"] - max(excluded - whole["B"], 0), 0)


@pytest.mark.parametrize(
    ("number", "shares", "expected"),
    [(62, (30, 50, 20), [19, 31, 12]), (7, (20, 40, 30, 10), [1, 3, 2, 1])],
)
def test_the_worked_quotas(number, shares, expected):
    rows = [(label, share, "100") for label, share in zip("SABC", shares, strict=False)]
    units = pay(
        [payee(k, k) for k in range(number)],
        TEAMS,
        PayoutTerms(table=table(rows), method=PayoutMethod.BY_PERSON),
    ).units
    assert list(units[0].places.values()) == expected
