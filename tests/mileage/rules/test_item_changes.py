"""When a change of an item may hold, and the year of promotion points."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.mileage.rules.item_changes import Disclosure, check_disclosure, earliest_effect

TODAY = date(2026, 11, 22)


def told(changed_on=date(2026, 3, 1), **changes):
    return Disclosure(
        **({"disclosed_on": changed_on - timedelta(days=14), "opinions": "없음", "changed_on": changed_on} | changes)
    )


@pytest.mark.parametrize(
    ("changed_on", "first"),
    [
        (date(2026, 3, 1), date(2027, 3, 2)),
        (date(2025, 12, 31), date(2027, 1, 1)),
        (date(2027, 3, 1), date(2028, 3, 2)),
        (date(2027, 2, 28), date(2028, 3, 1)),
        (date(2028, 2, 28), date(2029, 3, 1)),
        (date(2028, 2, 29), date(2029, 3, 1)),
    ],
)
def test_a_year_has_passed_on_the_day_after_it_ends(changed_on, first):
    assert earliest_effect(changed_on) == first


def test_365_days_are_too_early_and_366_are_enough():
    changed_on = date(2026, 3, 1)
    with pytest.raises(Invalid) as refused:
        check_disclosure(told(), takes_effect_on=changed_on + timedelta(days=365), today=TODAY)
    assert set(refused.value.fields) == {"takes_effect_on"}
    check_disclosure(told(), takes_effect_on=changed_on + timedelta(days=366), today=TODAY)


def test_over_a_leap_day_366_days_are_too_early():
    changed_on, today = date(2027, 3, 1), date(2027, 3, 1)
    with pytest.raises(Invalid):
        check_disclosure(told(changed_on), takes_effect_on=changed_on + timedelta(days=366), today=today)
    check_disclosure(told(changed_on), takes_effect_on=changed_on + timedelta(days=367), today=today)


def test_a_large_disaster_needs_no_year_but_a_disclosure_and_no_day_before_the_change():
    quick = told(TODAY, disaster="2026년 집중호우")
    check_disclosure(quick, takes_effect_on=TODAY, today=TODAY)
    with pytest.raises(Invalid):
        check_disclosure(quick, takes_effect_on=TODAY - timedelta(days=1), today=TODAY)
    with pytest.raises(Invalid):
        check_disclosure(told(TODAY, disaster="호우", opinions=" "), takes_effect_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disclosed_on": date(2026, 3, 1)}, "disclosed_on"),
        ({"opinions": "  "}, "opinions"),
        ({"changed_on": date(2026, 11, 23), "disclosed_on": date(2026, 11, 1)}, "changed_on"),
    ],
)
def test_what_was_not_disclosed_before_is_refused(changes, field):
    with pytest.raises(Invalid) as refused:
        check_disclosure(told(**changes), takes_effect_on=date(2028, 1, 1), today=TODAY)
    assert set(refused.value.fields) == {field}


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_year_is_never_shorter_than_366_days_nor_longer_than_367(changed_on):
    assert 366 <= (earliest_effect(changed_on) - changed_on).days <= 367
