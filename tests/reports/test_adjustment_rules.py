"""조정 명세의 산수: batch + adjustments is the new state, and the sums follow."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Conflict
from app.reports.rules.adjustments import (
    applied,
    difference_of_totals,
    differences,
    state_of,
    totals_of_changes,
    totals_of_state,
)

MONEY = st.none() | st.integers(0, 9_999_999).map(str)


@st.composite
def rows(draw):
    """The rows of an office: some excluded, some without an amount."""
    numbers = draw(st.lists(st.sampled_from("abcdefgh"), unique=True))
    return [
        {
            "employee_no": number,
            "total": draw(st.none() | st.decimals(-99, 999, places=2).map(str)),
            "grade": draw(st.sampled_from([None, "S", "A", "B"])),
            "amount_won": draw(MONEY),
        }
        for number in numbers
    ]


@given(rows(), st.lists(rows(), max_size=4))
def test_a_batch_and_its_adjustments_are_the_new_state(first, later):
    state = state_of(first)
    sums = [totals_of_state(state)]
    for changed in later:
        new = state_of(changed)
        changes = differences(state, new)
        assert all(change["before"] != change["after"] for change in changes)
        added = totals_of_changes(changes)
        assert {name: value for name, value in added.items() if name != "rows"} == difference_of_totals(
            totals_of_state(state), totals_of_state(new)
        )
        assert added["won"] == sum(change["won"] for change in changes)
        state = applied(state, changes)
        assert state == new
        sums.append(added)
    whole = totals_of_state(state)
    for name in ("people", "excluded", "points", "won", "without_amount"):
        assert sum(part[name] for part in sums) == whole[name]
    for grade in ("S", "A", "B"):
        assert sum(part["grades"].get(grade, 0) for part in sums) == whole["grades"].get(grade, 0)


@given(rows())
def test_nothing_differs_from_itself(first):
    assert differences(state_of(first), state_of(first)) == []


def test_an_adjustment_of_another_state_is_a_conflict():
    row = {"employee_no": "a", "total": "1", "grade": "S", "amount_won": "10"}
    changes = differences(state_of([row]), state_of([row | {"amount_won": "20"}]))
    assert changes[0]["won"] == Decimal(10)
    assert changes[0]["changed"] == ["amount_won"]
    with pytest.raises(Conflict):
        applied({}, changes)
