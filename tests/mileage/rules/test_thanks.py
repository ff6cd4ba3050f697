"""칭찬의 규칙: who may be thanked, under which limits, and who thanked one another closely."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mileage.rules.thanks import (
    Limits,
    Sending,
    check_limits,
    check_sending,
    first_of_month,
    next_month,
)
from app.mileage.rules.thanks_circles import Circle, circles
from tests.refusals import refused

WORDS = "열 글자가 넘는 고마움의 말입니다."


def sending(**changes):
    facts = {"body": WORDS, "sender_id": 1, "receiver_id": 2, "sender_department_id": 10}
    facts |= {"receiver_department_id": 20, "receiver_is_here": True, "sent_before": 0, "left": 200}
    return Sending(**(facts | changes))


def test_the_preset_is_that_of_the_source():
    assert Limits() == Limits(monthly_grant=200, points=10, most_same_person=2, own_department_allowed=False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": "아홉 글자뿐임"}, "Write %(fewest)s to %(most)s characters."),
        ({"body": "가" * 301}, "Write %(fewest)s to %(most)s characters."),
        ({"receiver_id": 1}, "Nobody thanks oneself."),
        ({"receiver_is_here": False}, "no longer works here"),
        ({"receiver_department_id": None}, "Only people of a department"),
        ({"sender_department_id": None}, "Only people of a department"),
        ({"receiver_department_id": 10}, "go to other departments"),
        ({"sent_before": 2}, "You have thanked this person"),
        ({"left": 9}, "points are left this month"),
    ],
)
def test_a_thank_you_that_breaks_a_limit_is_refused(changes, sentence):
    with refused(sentence):
        check_sending(sending(**changes), Limits())


@pytest.mark.parametrize("length", [10, 300])
def test_words_of_ten_to_three_hundred_characters_may_be_sent(length):
    check_sending(sending(body="가" * length, left=10, sent_before=1), Limits())


def test_the_own_department_may_be_thanked_where_the_office_allows_it():
    check_sending(sending(receiver_department_id=10), Limits(own_department_allowed=True))


@pytest.mark.parametrize(
    "limits",
    [
        Limits(points=0),
        Limits(most_same_person=0),
        Limits(monthly_grant=9),
        Limits(monthly_grant=10_001),
        Limits(most_same_person=101),
    ],
)
def test_limits_under_which_nothing_can_be_given_are_refused(limits):
    with refused(""):
        check_limits(limits)


@pytest.mark.parametrize(
    ("day", "first", "after"),
    [
        (date(2026, 11, 30), date(2026, 11, 1), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_months_begin_on_their_first_day(day, first, after):
    assert (first_of_month(day), next_month(day)) == (first, after)


def test_two_who_thanked_each_other_twice_are_a_circle_and_once_is_none():
    assert circles({(1, 2): 2, (2, 1): 2, (3, 4): 2, (4, 3): 1, (5, 6): 2}) == [Circle((1, 2), 4)]


def test_three_of_whom_each_thanked_each_are_one_circle():
    counts = {(one, other): 1 for one in (1, 2, 3) for other in (1, 2, 3) if one != other}
    assert circles(counts | {(1, 2): 2, (2, 1): 2, (3, 4): 1, (4, 3): 1}) == [Circle((1, 2, 3), 8)]


@given(st.dictionaries(st.tuples(st.integers(1, 7), st.integers(1, 7)), st.integers(1, 3), max_size=30))
def test_in_every_circle_each_has_thanked_each(counts):
    found = circles(counts)
    for circle in found:
        assert all(counts.get((one, other)) for one in circle.person_ids for other in circle.person_ids if one != other)
    sets = [set(circle.person_ids) for circle in found]
    assert not any(one < other for one in sets for other in sets)
    mutual_twice = {(a, b) for (a, b), n in counts.items() if a < b and n >= 2 and counts.get((b, a), 0) >= 2}
    assert all(any({a, b} <= people for people in sets) for a, b in mutual_twice)
