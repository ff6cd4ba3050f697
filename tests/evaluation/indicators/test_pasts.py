"""Whose past a department is measured against."""

from app.evaluation.models import Indicator

COMMON = {"2023": "70", "2024": "74", "2025": "78"}


def past(own, common=COMMON):
    return Indicator(history={"common": common, "departments": {"7": own}}).history_of(7)


def test_three_years_of_its_own_make_a_past_and_fewer_do_not():
    own = {"2023": "10", "2024": "11", "2025": "12"}
    assert past(own) == own
    assert past({"2025": "12"}) == COMMON
    assert past({}) == COMMON


def test_where_nothing_is_common_the_own_years_are_all_there_is():
    assert past({"2025": "12"}, {}) == {"2025": "12"}
    assert Indicator(history={}).history_of(7) == {}
