"""Weights of the scorecard, links of the strategy map, shares of joint indicators, past results."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import Direction, Method
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.joint_indicators import check_places, check_shares
from app.evaluation.rules.past_results import fill_history
from app.evaluation.rules.scorecards import check_first_day, check_weight_set
from app.evaluation.rules.strategy_maps import check_link, finding, way_between

NAMES = dict(enumerate("가나다라마바"))


def weights(*figures):
    return {number: Decimal(figure) for number, figure in enumerate(figures, start=1)}


def test_weights_sum_to_exactly_100():
    check_weight_set(weights("33.33", "33.33", "33.34"))
    with pytest.raises(Refused, match=r"99\.99"):
        check_weight_set(weights("50", "49.99"))
    with pytest.raises(Refused):
        check_weight_set(weights("100", "0"))
    with pytest.raises(Refused):
        check_weight_set({})


def test_what_held_on_a_past_day_stays_but_the_first_set_may_begin_then():
    today = date(2026, 11, 23)
    check_first_day(today, today=today, is_first=False)
    check_first_day(date(2026, 1, 1), today=today, is_first=True)
    with pytest.raises(Refused):
        check_first_day(date(2026, 11, 22), today=today, is_first=False)


def test_a_circle_is_refused_and_named():
    links = {(0, 1), (1, 2)}
    check_link(links, (0, 2), NAMES)
    with pytest.raises(Refused, match="다 → 가 → 나 → 다"):
        check_link(links, (2, 0), NAMES)
    with pytest.raises(Refused):
        check_link(links, (1, 1), NAMES)
    with pytest.raises(Refused):
        check_link(links, (0, 1), NAMES)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=40))
def test_what_is_let_onto_the_map_never_has_a_circle(tried):
    links = set()
    for link in tried:
        try:
            check_link(links, link, NAMES)
        except Refused:
            continue
        links.add(link)
    assert all(way_between(links, effect, cause) is None for cause, effect in links)


def test_the_finding_names_what_drives_most_and_what_stands_alone():
    assert "No objective" in str(finding([], NAMES))
    said = str(finding([(0, 1), (0, 2), (3, 1)], NAMES))
    assert said.startswith("가 leads to most others (2)")
    assert "마, 바" in said


def test_shares_of_a_joint_indicator_are_100_in_all_and_its_lead_has_one():
    check_shares(weights("60", "40"), lead=1)
    for shares, lead in ((weights("60", "39.99"), 1), (weights("100"), 1), (weights("60", "40"), 9)):
        with pytest.raises(Refused):
            check_shares(shares, lead)


def test_everybody_who_is_measured_by_a_joint_indicator_has_a_share():
    check_places({1, 2}, {1: "가", 2: "나"})
    with pytest.raises(Refused, match="나"):
        check_places({1}, {1: "가", 2: "나"})
    with pytest.raises(Refused):
        check_places({1, 2, 3}, {1: "가", 2: "나"})


def test_results_are_filled_in_and_what_was_typed_stays():
    definition = Definition(method=Method.DIRECT)
    filled = fill_history(definition, {"1": {"2024": "70"}}, {"1": {"2024": "71", "2025": "72"}, "2": {"2025": "80"}})
    assert filled.departments == {"1": {"2024": "70", "2025": "72"}, "2": {"2025": "80"}}
    assert filled.added == 2


def test_a_past_too_short_to_score_by_leaves_the_common_one_in_place():
    definition = Definition(
        method=Method.TREND, direction=Direction.UP, history={"2023": "70", "2024": "74", "2025": "78"}
    )
    short = fill_history(definition, {}, {"1": {"2025": "80"}})
    assert (short.departments, short.added, short.too_short) == ({}, 0, ("1",))
    years = {"2023": "70", "2024": "75", "2025": "79"}
    assert fill_history(definition, {}, {"1": years}).departments == {"1": years}
