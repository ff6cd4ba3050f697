"""Cells of the workbook of claims: whatever is typed is read or refused, never half."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.mileage.enums import ClaimState
from app.mileage.rules.claim_uploads import check_names, parse_names, parse_shares
from app.mileage.rules.claims import (
    ClaimFacts,
    Decider,
    check_awards,
    check_claimed_points,
    check_confirmation,
    check_return,
    check_verification,
)
from tests.refusals import refused

numbers = st.text("0123456789ABab", min_size=1, max_size=10)
percents = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False, allow_infinity=False)


@given(st.dictionaries(numbers, percents, max_size=8))
def test_shares_are_read_as_they_are_written(shares):
    assert parse_shares("; ".join(f"{number}:{share:f}" for number, share in shares.items())) == shares


@given(st.text(max_size=60))
def test_any_cell_is_read_or_refused(text):
    try:
        shares = parse_shares(text)
    except Refused:
        return
    assert all(share >= 0 and share.is_finite() for share in shares.values())
    assert all(name == name.strip() and name for name in parse_names(text))


@pytest.mark.parametrize(
    "text", ["kim", "kim:", ":50", "kim:-1", "kim:1e9", "kim:50 lee:50", "kim:50; kim:50", "kim:NaN"]
)
def test_what_cannot_be_read_is_refused(text):
    with pytest.raises(Refused):
        parse_shares(text)


def test_names_of_files_are_divided_and_each_read_once():
    assert parse_names(" a.pdf; b, c.pdf\na.pdf;; ") == ("a.pdf", "b, c.pdf")
    assert parse_names(None) == ()


def test_papers_of_one_name_are_refused_by_that_name():
    check_names(["a.pdf", "b.pdf"])
    with refused("Two files have one name"):
        check_names(["b.pdf", "a.pdf", "b.pdf"])


@pytest.mark.parametrize("points", ["0", "-1", "0.001", "1000.01", "1000000000", "NaN", "Infinity"])
def test_points_nobody_claims_are_refused(points):
    with pytest.raises(Refused):
        check_claimed_points(Decimal(points))


def test_the_one_who_entered_it_takes_no_part_in_deciding():
    facts = ClaimFacts(state=ClaimState.SUBMITTED, claimant_id=1, entered_by_id=2)
    check_confirmation(facts, 3)
    with pytest.raises(Refused):
        check_confirmation(facts, 2)
    with pytest.raises(Refused):
        check_return(facts, 2, "사실과 다릅니다.")
    with pytest.raises(Refused):
        check_verification(ClaimFacts(state=ClaimState.CONFIRMED, claimant_id=1, entered_by_id=2), Decider(id=2))


def test_what_was_paid_automatically_needs_a_reason():
    check_awards([], "")
    check_awards([3], "다른 일입니다.")
    with pytest.raises(Refused):
        check_awards([3], " ")
