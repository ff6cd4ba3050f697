"""보상: what is missing, who decides, and when a reservation is over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.mileage.enums import RewardState
from app.mileage.rules import rewards as rules
from app.mileage.rules.masks import masked_name, masked_number
from app.mileage.rules.rewards import Offer, Standing, Terms

DAY = date(2026, 11, 23)
OFFER = Offer(points=Decimal(10), value_won=100_000, valid_from=date(2026, 1, 1))
RICH = Standing(balance=Decimal(100), earned=Decimal(100), used_won=0)
FREE = Terms()


def lacking(offer=OFFER, standing=RICH, terms=FREE, *, taken=0, day=DAY):
    return [found.msgid % found.params for found in rules.missing(offer, standing, terms, taken=taken, day=day)]


def test_nothing_is_missing_where_everything_is_there():
    exact = Standing(balance=Decimal(10), earned=Decimal(5), used_won=100_000)
    offer = replace(OFFER, earned_needed=Decimal(5), stock=1, valid_until=DAY)
    assert lacking(offer, exact, Terms(yearly_cap_won=200_000)) == []


@pytest.mark.parametrize(
    ("changes", "standing", "terms", "taken", "sentence"),
    [
        ({}, {"balance": Decimal("9.99")}, {}, 0, "0.01 more points are needed."),
        ({}, {"balance": Decimal(-3)}, {}, 0, "13 more points are needed."),
        ({"earned_needed": Decimal("7.5")}, {"earned": Decimal(7)}, {}, 0, "0.5 more points must be earned this year."),
        ({"stock": 2}, {}, {}, 2, "All 2 are taken."),
        ({"stock": 0}, {}, {}, 0, "All 0 are taken."),
        ({}, {"used_won": 100_001}, {"yearly_cap_won": 200_000}, 0, "99,999 won are left of this year's limit."),
        ({}, {"used_won": 500_000}, {"yearly_cap_won": 200_000}, 0, " 0 won are left of this year's limit."),
        ({"valid_from": date(2026, 11, 24)}, {}, {}, 0, "It is offered from 2026-11-24 on."),
        ({"valid_until": date(2026, 11, 22)}, {}, {}, 0, "It was offered until 2026-11-22."),
    ],
)
def test_each_thing_that_is_missing_is_named(changes, standing, terms, taken, sentence):
    found = lacking(replace(OFFER, **changes), replace(RICH, **standing), replace(FREE, **terms), taken=taken)
    assert len(found) == 1
    assert sentence in found[0]
    with pytest.raises(Refused):
        rules.check_request(
            replace(OFFER, **changes), replace(RICH, **standing), replace(FREE, **terms), taken=taken, day=DAY
        )


def test_what_has_no_price_does_not_touch_the_limit():
    assert lacking(replace(OFFER, value_won=0), replace(RICH, used_won=10**9), Terms(yearly_cap_won=0)) == []


def test_everything_that_is_missing_is_said_at_once():
    poor = Standing(balance=Decimal(0), earned=Decimal(0), used_won=0)
    assert len(lacking(replace(OFFER, earned_needed=Decimal(1), stock=0), poor, Terms(yearly_cap_won=1))) == 4


@given(
    balance=st.decimals("-50", "50", places=2),
    earned=st.decimals("0", "50", places=2),
    used=st.integers(0, 400_000),
    taken=st.integers(0, 4),
)
def test_who_may_ask_never_comes_below_zero_or_over_the_limit(balance, earned, used, taken):
    offer, terms = replace(OFFER, earned_needed=Decimal(20), stock=3), Terms(yearly_cap_won=300_000)
    if not lacking(offer, Standing(balance=balance, earned=earned, used_won=used), terms, taken=taken):
        assert balance - offer.points >= 0
        assert used + offer.value_won <= 300_000
        assert taken + 1 <= 3
        assert earned >= 20


@pytest.mark.parametrize("state", list(RewardState))
def test_only_open_requests_are_decided(state):
    def outcome(check, **options):
        try:
            check(state, **options)
        except Refused:
            return False
        return True

    assert outcome(rules.check_approval, requester_id=1, decider_id=2) == (state is RewardState.RESERVED)
    assert outcome(rules.check_refusal, requester_id=1, decider_id=2, reason="없음") == (state in rules.OPEN)
    assert outcome(rules.check_cancellation, reason="없음") == (state is RewardState.RESERVED)
    given = {"requester_id": 1, "giver_id": 2, "given_on": DAY, "approved_on": DAY, "today": DAY}
    assert outcome(rules.check_handover, **given) == (state is RewardState.APPROVED)


def test_nobody_decides_about_the_own_reward_and_every_end_has_a_reason():
    for check in (
        lambda: rules.check_approval(RewardState.RESERVED, requester_id=1, decider_id=1),
        lambda: rules.check_refusal(RewardState.RESERVED, requester_id=1, decider_id=1, reason="사유"),
        lambda: rules.check_refusal(RewardState.RESERVED, requester_id=1, decider_id=2, reason="  "),
        lambda: rules.check_cancellation(RewardState.APPROVED, reason=""),
        lambda: rules.check_handover(
            RewardState.APPROVED, requester_id=1, giver_id=1, given_on=DAY, approved_on=DAY, today=DAY
        ),
    ):
        with pytest.raises(Refused):
            check()


@pytest.mark.parametrize(("day", "right"), [("2026-11-20", False), ("2026-11-21", True), ("2026-11-24", False)])
def test_a_handover_lies_between_approval_and_today(day, right):
    def check():
        rules.check_handover(
            RewardState.APPROVED,
            requester_id=1,
            giver_id=2,
            given_on=date.fromisoformat(day),
            approved_on=date(2026, 11, 21),
            today=DAY,
        )

    if right:
        check()
    else:
        with pytest.raises(Invalid):
            check()


def test_a_reservation_holds_through_its_last_day():
    until = rules.hold_until(DAY, Terms(hold_days=3))
    assert until == date(2026, 11, 26)
    assert not rules.is_expired(RewardState.RESERVED, until, until)
    assert rules.is_expired(RewardState.RESERVED, until, date(2026, 11, 27))
    assert not rules.is_expired(RewardState.APPROVED, until, date(2027, 1, 1))


def test_terms_hold_from_today_on_and_for_a_year_at_most():
    rules.check_terms(Terms(hold_days=365), valid_from=DAY, today=DAY)
    for terms, day in ((Terms(hold_days=0), DAY), (Terms(hold_days=366), DAY), (Terms(), date(2026, 11, 22))):
        with pytest.raises(Invalid):
            rules.check_terms(terms, valid_from=day, today=DAY)


@pytest.mark.parametrize(
    ("name", "masked"), [("홍길동", "홍*동"), ("남궁민수", "남**수"), ("이솔", "이*"), ("김", "김"), ("", "")]
)
def test_names_are_masked(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(("number", "masked"), [("20230138", "*****138"), ("138", "***"), ("", "")])
def test_numbers_are_masked(number, masked):
    assert masked_number(number) == masked
