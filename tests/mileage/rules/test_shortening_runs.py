"""Which case is which, and what runs of the same time carry over."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mileage.rules.shortening import Carried, Case, ShorteningRule, Tally, payable
from app.mileage.rules.shortening_runs import Stretch, carried, connected, key_of_receipt, likeness_of, same_words


def case(affair="여권 재발급", outcome="처리"):
    return Case(affair=affair, statutory=7, actual=Decimal(5), compound=False, outcome=outcome)


@pytest.mark.parametrize(
    "variant",
    [
        "2026-a07",
        "２０２６－Ａ０７",
        "2026 - A07",
        "2026–A07",
        "2026—A07",
        "2026−A07",
        "2026\u00a0-A07",
        "2026-A\u200b07",
    ],
)
def test_a_receipt_number_is_the_same_however_it_is_typed(variant):
    assert key_of_receipt("여권 재발급", variant) == key_of_receipt("여권재발급", "2026-A07")


def test_other_numbers_and_affairs_are_other_cases():
    keys = {
        key_of_receipt(affair, number) for affair in ("여권", "건축허가") for number in ("2026-7", "2026-70", "20267")
    }
    assert len(keys) == 6
    assert same_words("가\u1100\u1161") == "가가"


def test_a_case_without_a_number_is_known_in_whichever_department_it_stands():
    assert likeness_of(1, case()) == likeness_of(1, case("여권재발급", "처 리"))
    assert len({likeness_of(1, case()), likeness_of(2, case()), likeness_of(1, case("여권"))}) == 3


def stretch(run_id, first, last):
    return Stretch(run_id, date(2026, first, 1), date(2026, last, 28))


def test_runs_are_connected_over_others():
    runs = [stretch(1, 1, 3), stretch(2, 1, 1), stretch(3, 3, 3), stretch(4, 6, 7)]
    for order in permutations(runs):
        found = connected(order, date(2026, 1, 5), date(2026, 1, 6))
        assert [one.run_id for one in found] == [one.run_id for one in order if one.run_id != 4]
    assert connected(runs, date(2026, 5, 1), date(2026, 5, 2)) == ()


def left_by(runs, first, last):
    """What (first month, last month, points) runs, one after the other, leave to a run of these months."""
    stretches = [stretch(place, *months) for place, (*months, _points) in enumerate(runs)]
    counted = {place: Carried(points=Decimal(points)) for place, (*_months, points) in enumerate(runs)}
    end = stretch(0, first, last)
    return carried(stretches, counted, end.starts_on, end.ends_on).points


def test_what_runs_of_the_same_days_leave():
    assert [left_by([(1, 1, one), (1, 1, two)], 1, 1) for one, two in ((-3, 2), (10, -3), (-3, 10))] == [-1, -3, 0]


def test_a_minus_is_not_made_up_by_a_run_that_never_met_it():
    months = [(1, 1, -3), (3, 3, 10)]
    assert left_by(months, 3, 3) == 0
    assert left_by(months, 1, 3) == -3
    assert left_by([*months, (1, 3, 2)], 3, 3) == -1
    assert left_by([(1, 3, 0), *months], 2, 2) == 0


month = st.integers(1, 4)


@given(st.lists(st.tuples(month, month, st.integers(-20, 20)), max_size=8))
def test_every_minus_is_taken_off_once_when_a_run_over_all_days_comes_last(runs):
    """What is paid and what is still owed come to the total, wherever the runs lie."""
    ordered = [(min(one, other), max(one, other), points) for one, other, points in runs]
    paid, rule = Decimal(0), ShorteningRule(per_day=Decimal(1))
    for place, (first, last, points) in enumerate(ordered):
        before = Carried(points=left_by(ordered[:place], first, last))
        paid += payable(rule, Tally(points=Decimal(points)), is_person=True, before=before)
    assert paid + left_by(ordered, 1, 12) == sum(points for _first, _last, points in ordered)


@given(st.lists(st.integers(-20, 20), max_size=12))
def test_runs_one_after_the_other_never_pay_more_than_their_positive_points_less_a_minus_before(sums):
    """What is paid in all lies between the total and the sum of what is positive, and a minus counts once."""
    paid, rule = Decimal(0), ShorteningRule(per_day=Decimal(1))
    for place, points in enumerate(sums):
        before = Carried(points=left_by([(1, 1, other) for other in sums[:place]], 1, 1))
        paid += payable(rule, Tally(points=Decimal(points)), is_person=True, before=before)
    positive = sum(points for points in sums if points > 0)
    assert max(sum(sums), 0) <= paid <= positive
    if all(points <= 0 for points in sums[: len(sums) // 2]) and all(points >= 0 for points in sums[len(sums) // 2 :]):
        assert paid == max(sum(sums), 0)


def test_a_late_case_of_a_run_of_its_own_bars_the_award_too():
    strict = ShorteningRule(per_day=Decimal(1), late_bars_award=True)
    tally = Tally(points=Decimal(5))
    assert payable(strict, tally, is_person=True, before=Carried(late=1)) == 0
    assert payable(strict, tally, is_person=False, before=Carried(late=1)) == 5
