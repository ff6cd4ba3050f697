from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.quotas import allocate, grade_by_counts, grade_by_cuts, grade_by_quota
from app.evaluation.rules.ranking import Contender, rank

CUTS = [("S", Decimal(95)), ("A", Decimal(90)), ("B", Decimal(85))]
cut_points = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted)


def shares(*values):
    return {label: Decimal(value) for label, value in zip("SABCD", values, strict=False)}


@pytest.mark.parametrize(
    ("headcount", "percent", "expected"),
    [
        (62, (30, 50, 20), [19, 31, 12]),
        (7, (20, 40, 30, 10), [1, 3, 2, 1]),
        (0, (20, 40, 30, 10), [0, 0, 0, 0]),
        (1, (50, 50), [1, 0]),
        (3, (30, 50, 20, 0), [1, 1, 1, 0]),
    ],
)
def test_floor_then_the_largest_remainder(headcount, percent, expected):
    assert list(allocate(headcount, shares(*percent)).values()) == expected


@given(st.integers(0, 3000), cut_points)
def test_the_parts_sum_to_the_headcount_and_stay_within_one_of_their_share(headcount, points):
    first, second, third = points
    table = shares(first, second - first, third - second, 100 - third)
    counts = allocate(headcount, table)
    assert sum(counts.values()) == headcount
    assert all(abs(counts[label] - headcount * share / 100) < 1 for label, share in table.items())


@pytest.mark.parametrize("percent", [(30, 50, 21), (110, -10)])
def test_shares_that_are_no_shares_are_refused(percent):
    with pytest.raises(Refused, match="sum to 100"):
        allocate(10, shares(*percent))


def test_a_headcount_below_zero_is_refused():
    with pytest.raises(Refused, match="headcount cannot be below 0"):
        allocate(-1, shares(100))


def test_a_tie_across_a_border_gets_the_higher_grade_and_the_next_grade_pays():
    ranks = {"a": 1, "b": 2, "c": 2, "d": 4, "e": 5}
    assert grade_by_counts(ranks, {"S": 2, "A": 2, "B": 1}) == {"a": "S", "b": "S", "c": "S", "d": "A", "e": "B"}


def test_a_tie_may_use_up_the_next_grade():
    ranks = {"a": 1, "b": 1, "c": 1, "d": 4}
    assert grade_by_counts(ranks, {"S": 1, "A": 2, "B": 1}) == {"a": "S", "b": "S", "c": "S", "d": "B"}


def test_without_a_rank_there_is_no_grade_and_no_place_is_used():
    found = grade_by_quota({"a": 1, "b": None, "c": 2}, shares(50, 50))
    assert found == {"a": "S", "b": None, "c": "A"}


def test_no_grades_cannot_be_given():
    with pytest.raises(Refused, match="no grades"):
        grade_by_counts({}, {})


@given(st.lists(st.integers(80, 100), min_size=1, max_size=40), cut_points)
def test_grades_follow_the_totals(totals, points):
    first, second, third = points
    contenders = [Contender(key=i, peer_group="g", total=Decimal(total)) for i, total in enumerate(totals)]
    table = shares(first, second - first, third - second, 100 - third)
    grades = grade_by_quota({key: s.rank for key, s in rank(contenders).items()}, table)
    order = "SABC"
    by_total = sorted(range(len(totals)), key=lambda i: -totals[i])
    places = [order.index(grades[i]) for i in by_total]
    assert places == sorted(places)
    assert len({(totals[i], grades[i]) for i in by_total}) == len(set(totals))


def test_fixed_cuts_include_their_border():
    totals = ("95", "94.99", "90", "85", "84.99", None)
    found = [grade_by_cuts(None if total is None else Decimal(total), CUTS, "C") for total in totals]
    assert found == ["S", "A", "A", "B", "C", None]


def test_cuts_out_of_order_are_refused():
    with pytest.raises(Refused, match="cuts must fall"):
        grade_by_cuts(Decimal(1), list(reversed(CUTS)), "C")
