"""적립신청 대리: whatever the days and the people, nobody is their own deputy, and nothing lasts too long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused, WrongState
from app.mileage.rules.claim_deputies import MOST_DAYS, Naming, check_ending, check_naming

TODAY = date(2026, 11, 23)
FINE = Naming(principal_id=1, deputy_id=2, department_id=10, deputy_department_id=10, starts_on=TODAY, ends_on=TODAY)


def is_allowed(naming):
    try:
        check_naming(naming, TODAY)
    except Refused:
        return False
    return True


@given(
    st.builds(
        Naming,
        principal_id=st.integers(1, 3),
        deputy_id=st.integers(1, 3),
        department_id=st.integers(10, 11),
        deputy_department_id=st.sampled_from([None, 10, 11]),
        starts_on=st.dates(TODAY - timedelta(3), TODAY + timedelta(3)),
        ends_on=st.dates(TODAY - timedelta(3), TODAY + timedelta(99)),
        deputy_is_here=st.booleans(),
        deputy_audits=st.booleans(),
        holds_it_too=st.booleans(),
        is_taken=st.booleans(),
        is_chain=st.booleans(),
    )
)
def test_who_is_named_is_another_of_the_same_department_for_days_to_come(naming):
    assert is_allowed(naming) == (
        naming.principal_id != naming.deputy_id
        and naming.department_id == naming.deputy_department_id
        and TODAY <= naming.starts_on <= naming.ends_on < naming.starts_on + timedelta(MOST_DAYS)
        and naming.deputy_is_here
        and not (naming.deputy_audits or naming.holds_it_too or naming.is_taken or naming.is_chain)
    )


def test_one_day_is_enough():
    assert is_allowed(FINE)
    assert not is_allowed(replace(FINE, is_chain=True))


def test_what_is_over_ends_no_second_time():
    check_ending(has_ended=False, ends_on=TODAY, today=TODAY)
    for has_ended, ends_on in ((True, TODAY), (False, TODAY - timedelta(1))):
        with pytest.raises(WrongState):
            check_ending(has_ended=has_ended, ends_on=ends_on, today=TODAY)
