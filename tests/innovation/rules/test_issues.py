from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.innovation.enums import IssueState, RefusalReason, TriageDecision
from app.innovation.rules.clocks import IssueClock
from app.innovation.rules.issues import (
    PublicFacts,
    allowed_decisions,
    check_expected_obstacle,
    check_link,
    check_reexamination,
    check_shares,
    check_supplement,
    check_triage,
    check_undoing_link,
    check_withdrawal,
    parse_receipt_number,
    public_sentence,
    receipt_number,
)

S, D = IssueState, TriageDecision
RESULT = {
    D.ADOPT: S.ADOPTED,
    D.REFUSE: S.REFUSED,
    D.LINK: S.MERGED,
    D.SUPPLEMENT: S.SUPPLEMENT_ASKED,
}
ALLOWED = {S.RECEIVED: set(D), S.UNDER_REVIEW: set(D), S.SUPPLEMENT_ASKED: {D.REFUSE, D.LINK}}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("decision", D)
def test_triage_follows_its_table(state, decision):
    if decision in ALLOWED.get(state, set()):
        assert check_triage(state, decision, "시급함", RefusalReason.ALREADY_DONE) is RESULT[decision]
        assert decision in allowed_decisions(state)
    else:
        assert decision not in allowed_decisions(state)
        with pytest.raises(Refused):
            check_triage(state, decision, "시급함", RefusalReason.ALREADY_DONE)


def test_every_decision_needs_a_reason_and_a_refusal_its_code():
    for decision in D:
        with pytest.raises(Refused):
            check_triage(S.RECEIVED, decision, " ", RefusalReason.OTHER)
    with pytest.raises(Refused):
        check_triage(S.RECEIVED, D.REFUSE, "이미 시행", None)


@pytest.mark.parametrize("state", S)
def test_other_moves_start_only_where_they_belong(state):
    moves = {
        S.SUPPLEMENT_ASKED: lambda: check_supplement(state),
        S.MERGED: lambda: check_undoing_link(state, "다른 내용"),
    }
    for start, move in moves.items():
        if state is start:
            assert move() in {S.UNDER_REVIEW, S.RECEIVED}
        else:
            with pytest.raises(Refused):
                move()


@pytest.mark.parametrize("state", S)
def test_an_issue_is_withdrawn_only_before_it_is_decided(state):
    if state in {S.RECEIVED, S.SUPPLEMENT_ASKED, S.UNDER_REVIEW}:
        assert check_withdrawal(state) is S.WITHDRAWN
    else:
        with pytest.raises(Refused):
            check_withdrawal(state)


@pytest.mark.parametrize("state", S)
def test_only_a_refused_issue_is_examined_again(state):
    ask = {"last_day": date(2026, 3, 17), "today": date(2026, 3, 17), "reason": "새 근거", "clock": IssueClock()}
    if state is S.REFUSED:
        assert check_reexamination(state, **ask) is S.UNDER_REVIEW
        for change in ({"today": date(2026, 3, 18)}, {"reason": ""}):
            with pytest.raises(Refused):
                check_reexamination(state, **{**ask, **change})
    else:
        with pytest.raises(Refused):
            check_reexamination(state, **ask)


def test_a_link_goes_to_an_earlier_issue_that_stands_for_itself():
    check_link("2026-0002", "2026-0001", S.ADOPTED)
    check_link("2026-10000", "2026-9999", S.RECEIVED)
    for number, earlier, state in [
        ("2026-0001", "2026-0001", S.RECEIVED),
        ("2026-0001", "2026-0002", S.RECEIVED),
        ("2026-0001", "2027-0001", S.RECEIVED),
        ("2026-0002", "2026-0001", S.MERGED),
        ("2026-0002", "2026-0001", S.WITHDRAWN),
    ]:
        with pytest.raises(Refused):
            check_link(number, earlier, state)


@given(year=st.integers(1000, 9999), sequence=st.integers(1, 10**6))
def test_a_receipt_number_can_be_read_back(year, sequence):
    assert parse_receipt_number(receipt_number(year, sequence)) == (year, sequence)


def test_receipt_numbers_look_like_this_and_nothing_else():
    assert receipt_number(2026, 1) == "2026-0001"
    for wrong in ["2026-1", "26-0001", "2026-0001 ", "제2026-0001호", "２０２６-0001", ""]:
        with pytest.raises(ValueError, match=r".*"):
            parse_receipt_number(wrong)
    with pytest.raises(ValueError, match="0"):
        receipt_number(2026, 0)


def shares(*percents):
    return {person: Decimal(percent) for person, percent in enumerate(percents, start=1)}


def test_shares_sum_to_a_hundred_and_the_lead_has_the_largest():
    check_shares(shares("100"), 1)
    check_shares(shares("50", "50"), 1)
    check_shares(shares("33.34", "33.33", "33.33"), 1)


@pytest.mark.parametrize(
    ("parts", "lead"),
    [
        (shares("60", "39.99"), 1),
        (shares("60", "40.01"), 1),
        (shares("40", "60"), 1),
        (shares("100", "0"), 1),
        (shares("110", "-10"), 1),
        (shares("100"), 2),
        (shares("NaN", "100"), 2),
        ({}, 1),
    ],
)
def test_other_shares_are_refused(parts, lead):
    with pytest.raises(Refused):
        check_shares(parts, lead)


def test_a_rounding_error_far_behind_the_point_is_not_a_hundred():
    with pytest.raises(Refused):
        check_shares(shares("99.99999999999999999999999999999999", "0.00000000000000000000000000000002"), 1)


def test_the_expected_obstacle_is_named_or_ruled_out_but_not_both():
    check_expected_obstacle("예산 부족", none_ticked=False)
    check_expected_obstacle("", none_ticked=True)
    for text, ticked in [("", False), (None, False), ("예산 부족", True)]:
        with pytest.raises(Refused):
            check_expected_obstacle(text, none_ticked=ticked)


def test_the_proposer_reads_who_is_waited_for_and_until_when():
    facts = PublicFacts(awaited_department="교통과", awaited_until=date(2026, 7, 3), due_on=date(2026, 7, 20))
    assert str(public_sentence(S.UNDER_REVIEW, facts)) == "Waiting for the opinion of 교통과 · by 7/3"


def test_every_state_has_its_sentence():
    facts = PublicFacts(due_on=date(2026, 7, 3), earlier_number="2026-0001", refusal=RefusalReason.AGAINST_LAW)
    assert {state: str(public_sentence(state, facts)) for state in S} == {
        S.RECEIVED: "Received and waiting for the decision · by 7/3",
        S.SUPPLEMENT_ASKED: "Please supplement your issue · by 7/3",
        S.UNDER_REVIEW: "Under review · by 7/3",
        S.ADOPTED: "Adopted and on its way as an innovation task",
        S.MERGED: "Dealt with together with the earlier issue 2026-0001",
        S.REFUSED: "Not adopted: Against law or ordinance",
        S.WITHDRAWN: "Withdrawn by the proposer",
    }
    assert all(str(public_sentence(state)) for state in S)
