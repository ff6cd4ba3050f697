from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.incentives import (
    Candidate,
    GradeRate,
    IncentiveTable,
    amount_won,
    control_totals,
    make_rows,
    quotas_after_exclusions,
)

# data/bonus_rates.csv: grade, share of people, rate of the base amount
STANDARD = [("S", 20, "172.5"), ("A", 40, "125"), ("B", 30, "85"), ("C", 10, "0")]
SEOUL_2022 = [("S", 30, "152.5"), ("A", 50, "125"), ("B", 20, "105"), ("C", 0, "0")]
SEOCHEON_2020 = [("S", 20, "162.5"), ("A", 50, "125"), ("B", 30, "95")]


def table(rows, **more):
    return IncentiveTable(grades=tuple(GradeRate(g, Decimal(share), Decimal(rate)) for g, share, rate in rows), **more)


def people(count, excluded=(), unit="총무과", base="3456789"):
    return [
        Candidate(
            key=f"{unit}-{i:03}",
            unit=unit,
            points=Decimal(100 - i),
            base_won=Decimal(base),
            exclusion="under two months" if i in excluded else "",
        )
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("rows", "headcount", "expected"),
    [
        (STANDARD, 62, {"S": 12, "A": 25, "B": 19, "C": 6}),
        (SEOUL_2022, 62, {"S": 19, "A": 31, "B": 12, "C": 0}),
        (SEOCHEON_2020, 10, {"S": 2, "A": 5, "B": 3}),
        (STANDARD, 7, {"S": 1, "A": 3, "B": 2, "C": 1}),
    ],
)
def test_quotas_of_the_published_tables(rows, headcount, expected):
    assert quotas_after_exclusions(headcount, 0, table(rows)) == expected


@pytest.mark.parametrize(
    ("excluded", "expected"),
    [
        (3, {"S": 12, "A": 25, "B": 16, "C": 6}),
        (19, {"S": 12, "A": 25, "B": 0, "C": 6}),
        (21, {"S": 12, "A": 25, "B": 0, "C": 4}),
        (30, {"S": 12, "A": 25, "B": 0, "C": 0}),
    ],
)
def test_excluded_people_reduce_b_and_never_s_or_a(excluded, expected):
    assert quotas_after_exclusions(62, excluded, table(STANDARD)) == expected


def test_more_excluded_than_people_is_refused():
    with pytest.raises(Refused, match="More people are excluded"):
        quotas_after_exclusions(3, 4, table(STANDARD))


@pytest.mark.parametrize(
    ("mode", "unit", "expected"),
    [
        (RoundingMode.FLOOR, 1, 5962961),
        (RoundingMode.FLOOR, 10, 5962960),
        (RoundingMode.FLOOR, 1000, 5962000),
        (RoundingMode.HALF_UP, 1000, 5963000),
        (RoundingMode.CEILING, 10, 5962970),
    ],
)
def test_the_amount_is_base_times_rate_rounded_once(mode, unit, expected):
    # 3,456,789 × 172.5 % = 5,962,961.025
    assert amount_won(Decimal(3456789), Decimal("172.5"), table(STANDARD, mode=mode, unit=unit)) == expected


def test_a_batch_of_ten_with_one_excluded():
    rows = make_rows(people(10, excluded={1}), table(STANDARD))
    assert [(row.key[-3:], row.rank, row.field, row.grade) for row in rows] == [
        ("000", 1, 9, "S"),
        ("002", 2, 9, "S"),
        ("003", 3, 9, "A"),
        ("004", 4, 9, "A"),
        ("005", 5, 9, "A"),
        ("006", 6, 9, "A"),
        ("007", 7, 9, "B"),
        ("008", 8, 9, "B"),
        ("009", 9, 9, "C"),
        ("001", None, 9, None),
    ]
    assert [str(rows[i].derivation) for i in (0, -1)] == [
        "3456789 × 172.5 ÷ 100 ≈ 5962961.03 won; to 10 won (Round down): 5962960 won",
        "Excluded: under two months",
    ]


def test_the_control_totals_add_up():
    totals = control_totals(make_rows(people(10, excluded={1}, base="1000000"), table(STANDARD)))
    assert (totals.people, totals.excluded, totals.points, totals.won, totals.grades) == (
        10,
        1,
        955,
        2 * 1725000 + 4 * 1250000 + 2 * 850000,
        {"A": 4, "B": 2, "C": 1, "S": 2},
    )


def test_units_are_graded_apart():
    rows = make_rows([*people(10), *people(10, unit="교통과")], table(SEOCHEON_2020))
    assert control_totals(rows).grades == {"A": 10, "B": 6, "S": 4}
    assert {(row.unit, row.field) for row in rows} == {("총무과", 10), ("교통과", 10)}


@given(st.lists(st.tuples(st.integers(60, 100), st.booleans()), max_size=40), st.sampled_from([STANDARD, SEOUL_2022]))
def test_nobody_is_lost_and_more_points_never_earn_less(rows, rates):
    candidates = [
        Candidate(key=i, unit="u", points=Decimal(p), base_won=Decimal(10**6), exclusion="discipline" if out else "")
        for i, (p, out) in enumerate(rows)
    ]
    found = make_rows(candidates, table(rates))
    totals = control_totals(found)
    assert totals.people == totals.excluded + sum(totals.grades.values()) == len(rows)
    paid = [(row.points, row.amount_won) for row in found if row.amount_won is not None]
    assert [amount for _p, amount in paid] == sorted((amount for _p, amount in paid), reverse=True)


@pytest.mark.parametrize(
    ("rows", "more", "sentence"),
    [
        ([("S", 50, "1"), ("S", 50, "1")], {}, "appears twice"),
        ([("S", 50, "1"), ("B", 40, "1")], {}, "sum to 100"),
        ([("S", 50, "1"), ("B", 50, "-1")], {}, "rate cannot be below 0"),
        ([("S", 50, "1"), ("A", 50, "1")], {}, "no grade “B”"),
        (STANDARD, {"unit": 100}, "1, 10 or 1,000 won"),
    ],
)
def test_tables_that_contradict_themselves_are_refused(rows, more, sentence):
    with pytest.raises(Refused, match=sentence):
        table(rows, **more)


def test_points_and_base_amounts_are_needed():
    lost = Candidate(key=1, unit="u", points=None, base_won=Decimal(1))
    with pytest.raises(Refused, match="has no points"):
        make_rows([lost], table(STANDARD))
    with pytest.raises(Refused, match="base amount cannot be below 0"):
        make_rows(people(1, base="-1"), table(STANDARD))
