"""Pure rules of campaigns, kinds, shares and hidden names."""

from datetime import date

import pytest

from app.core.errors import Refused
from app.innovation.enums import IssueKind, IssueState
from app.innovation.enums.proposals import CampaignState, Consent, UnmaskingState
from app.innovation.rules import campaigns, proposals

FIRST, LAST = date(2026, 11, 2), date(2026, 12, 11)


@pytest.mark.parametrize(
    ("today", "ended_early", "state"),
    [
        (date(2026, 11, 1), False, CampaignState.PLANNED),
        (FIRST, False, CampaignState.OPEN),
        (LAST, False, CampaignState.OPEN),
        (date(2026, 12, 12), False, CampaignState.CLOSED),
        (date(2026, 11, 1), True, CampaignState.CLOSED),
        (FIRST, True, CampaignState.CLOSED),
    ],
)
def test_a_campaign_is_open_from_its_first_to_its_last_day(today, ended_early, state):
    assert campaigns.campaign_state(starts_on=FIRST, ends_on=LAST, ended_early=ended_early, today=today) is state


def test_a_campaign_of_one_day_is_possible():
    campaigns.check_period(FIRST, FIRST, FIRST)


@pytest.mark.parametrize(("first", "last"), [(LAST, FIRST), (date(2026, 11, 1), LAST)])
def test_a_campaign_neither_ends_before_it_begins_nor_begins_in_the_past(first, last):
    with pytest.raises(Refused):
        campaigns.check_period(first, last, FIRST)


@pytest.mark.parametrize("reason", [None, "", "  ", "…"])
def test_an_early_end_needs_a_reason(reason):
    with pytest.raises(Refused):
        campaigns.check_early_end(CampaignState.OPEN, reason)


def test_what_was_carried_out_may_be_of_today_but_not_of_tomorrow():
    given = {"result": "대기가 줄었다.", "today": FIRST}
    proposals.check_carried_out(IssueKind.IMPLEMENTED, day=FIRST, **given)
    with pytest.raises(Refused):
        proposals.check_carried_out(IssueKind.IMPLEMENTED, day=date(2026, 11, 3), **given)


@pytest.mark.parametrize("kind", [IssueKind.FREE, IssueKind.CAMPAIGN])
def test_other_kinds_have_no_day_and_no_result(kind):
    proposals.check_carried_out(kind, day=None, result="", today=FIRST)
    for day, result in ((FIRST, ""), (None, "결과")):
        with pytest.raises(Refused):
            proposals.check_carried_out(kind, day=day, result=result, today=FIRST)


@pytest.mark.parametrize(
    ("agreements", "sentence"),
    [
        ([(True, True), (True, True)], None),
        ([(False, False)], None),
        ([(True, True), (False, True)], "Not every co-proposer"),
        ([(True, True), (False, False)], "A proposer has left"),
        ([(False, False), (True, True)], "A proposer has left"),
    ],
)
def test_a_positive_decision_waits_for_everybody_who_shares(agreements, sentence):
    if sentence is None:
        proposals.check_all_agree(agreements)
        return
    with pytest.raises(Refused) as refusal:
        proposals.check_all_agree(agreements)
    assert refusal.value.reason.msgid.startswith(sentence)


def test_only_the_very_same_confirmed_share_is_kept():
    old = {1: (50, Consent.CONFIRMED), 2: (30, Consent.CONFIRMED), 3: (20, Consent.DECLINED)}
    assert proposals.kept_consents(old, {1: 40, 2: 30, 3: 20, 4: 10}, 1) == {
        1: Consent.CONFIRMED,
        2: Consent.CONFIRMED,
        3: Consent.ASKED,
        4: Consent.ASKED,
    }


@pytest.mark.parametrize(
    ("state", "consent"),
    [
        (IssueState.ADOPTED, Consent.ASKED),
        (IssueState.RECEIVED, Consent.CONFIRMED),
        (IssueState.RECEIVED, Consent.DECLINED),
    ],
)
def test_a_share_is_answered_once_and_only_before_the_decision(state, consent):
    with pytest.raises(Refused):
        proposals.check_answer(state, consent)


@pytest.mark.parametrize(("first", "second"), [(1, 1), (None, 1), (1, None), (None, None)])
def test_two_people_of_one_office_do_not_unmask(first, second):
    with pytest.raises(Refused):
        proposals.check_offices(first, second)


@pytest.mark.parametrize("state", [UnmaskingState.AGREED, UnmaskingState.DECLINED])
def test_a_request_is_answered_once(state):
    with pytest.raises(Refused):
        proposals.check_unmasking_answer(state)
