"""보상: what somebody with a valid account and a motive would try, and what was taken back in the meantime."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Refused
from app.mileage import services
from app.mileage.enums import ReversalReason, RewardState, TransferKind
from app.mileage.models import MileageAccount, Reward, RewardRequest, Transfer
from tests.factories import rewards as factory

TODAY = date(2026, 11, 23)


@pytest.fixture
def offer(cast, items):
    """A voucher of 8 points, and 40 points each for 김 and 최 of the control tower."""
    with transaction():
        factory.rich(cast.kim, cast.choi)
        return factory.reward(cast.choi).id


def ask(actor, reward_id):
    with transaction():
        return services.request_reward(actor=actor, reward=db.session.get_one(Reward, reward_id)).id


def do(verb, request_id, **options):
    with transaction():
        verb(request=db.session.get_one(RewardRequest, request_id, populate_existing=True), **options)


def take_an_award_back(person, tower):
    account = db.session.query(MileageAccount.id).filter_by(person_id=person.id).scalar_subquery()
    award = db.session.query(Transfer).filter_by(kind=TransferKind.AWARD, credit_account_id=account).first()
    with transaction():
        services.reverse_transfer(
            transfer=award, actor=tower, reason_code=ReversalReason.OTHER, reason="없던 일로 적립된 것이다."
        )


def test_points_taken_back_after_the_request_pay_for_nothing(cast, offer):
    requests = [ask(cast.kim, offer) for _number in range(5)]
    do(services.approve_reward, requests[0], actor=cast.bae)
    take_an_award_back(cast.kim, cast.choi)
    with pytest.raises(Refused, match="0점보다 적어"):
        do(services.hand_over_reward, requests[0], actor=cast.jung, given_on=TODAY)
    with pytest.raises(Refused, match="0점보다 적어"):
        do(services.approve_reward, requests[1], actor=cast.bae)
    do(services.refuse_reward, requests[2], actor=cast.bae, reason="적립이 취소되어 드릴 수 없습니다.")
    do(services.hand_over_reward, requests[0], actor=cast.jung, given_on=TODAY)
    assert list(services.check_ledger()) == []


@pytest.mark.parametrize("state", ["approved", "consumed"])
def test_the_database_covers_what_it_approves(cast, offer, state):
    request_id, *_others = (ask(cast.kim, offer) for _number in range(5))
    if state == "consumed":
        do(services.approve_reward, request_id, actor=cast.bae)
    take_an_award_back(cast.kim, cast.choi)
    given = ", giver_id = :who, handed_over_on = requested_on" if state == "consumed" else ", approver_id = :who"
    more = "" if state == "consumed" else ", approved_at = requested_at"
    statement = f"UPDATE mileage_reward_requests SET state = '{state}'{given}{more} WHERE id = :id"
    db.session.rollback()
    with pytest.raises(DatabaseError, match="below 0"), writing(), db.engine.begin() as connection:
        connection.execute(text(statement), {"who": cast.choi.id, "id": request_id})


def test_a_reservation_that_is_over_is_not_approved_though_the_timetable_slept(cast, offer, as_):
    request_id = ask(cast.kim, offer)
    with clock.frozen_at(datetime(2026, 12, 7, 15, 0, tzinfo=UTC)):
        assert "/approvals" not in as_(cast.bae).get(f"/mileage/reward-requests/{request_id}").text
        with pytest.raises(Refused, match="2026-12-07"):
            do(services.approve_reward, request_id, actor=cast.bae)
    with clock.frozen_at(datetime(2026, 12, 7, 14, 59, tzinfo=UTC)):
        do(services.approve_reward, request_id, actor=cast.bae)
    assert db.session.get_one(RewardRequest, request_id).state is RewardState.APPROVED


def test_nobody_raises_the_limit_for_a_request_of_their_own(cast, offer, as_):
    with transaction():
        factory.terms(cast.bae, cap=40_000)
    with transaction():
        factory.terms(cast.choi, cap=500_000)
    with pytest.raises(Refused, match="한도가 40,000원"):
        ask(cast.choi, offer)
    assert "40,000" in as_(cast.choi).get("/mileage/rewards").text
    ask(cast.kim, offer)
    with transaction():
        factory.terms(cast.bae, cap=500_000)
    ask(cast.choi, offer)


def test_the_limit_of_last_year_holds_whoever_raised_it_for_this_one(cast, offer):
    with transaction():
        factory.terms(cast.choi, cap=40_000)
        factory.terms(cast.choi, cap=500_000, valid_from=date(2027, 1, 1))
    with clock.frozen_at(datetime(2026, 12, 31, 15, 0, tzinfo=UTC)):
        with pytest.raises(Refused, match="한도가 40,000원"):
            ask(cast.choi, offer)
        ask(cast.kim, offer)


def test_who_approves_is_told_that_the_requester_entered_the_terms(cast, offer, as_):
    own, others = ask(cast.choi, offer), ask(cast.kim, offer)
    told = "The requester entered these terms."
    assert told in as_(cast.bae).get(f"/mileage/reward-requests/{own}").text
    assert told not in as_(cast.bae).get(f"/mileage/reward-requests/{others}").text


def test_a_head_does_not_read_what_the_staff_buys(cast, offer, as_):
    request_id = ask(cast.kim, offer)
    row = db.session.query(Transfer).filter_by(kind=TransferKind.REWARD).one()
    for path in (
        f"/mileage/reward-requests/{request_id}",
        f"/mileage/transfers/{row.id}",
        f"/mileage/accounts/{row.debit_account_id}",
        f"/mileage/accounts/{row.credit_account_id}",
    ):
        assert as_(cast.lee).get(path).status_code == 404
    for verb, data in (("approvals", {}), ("cancellations", {"reason": "열 글자가 넘는 까닭입니다."})):
        assert as_(cast.lee).post(f"/mileage/reward-requests/{request_id}/{verb}", data=data).status_code in {403, 404}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mileage_reward_requests SET approver_id = :other",
        "UPDATE mileage_reward_requests SET approved_at = hold_until",
        "UPDATE mileage_reward_requests SET state = 'reserved', approver_id = NULL, approved_at = NULL",
        "UPDATE mileage_reward_requests SET requested_at = approved_at, approved_at = requested_at",
    ],
)
def test_the_database_keeps_who_approved(cast, offer, statement):
    request_id = ask(cast.kim, offer)
    with clock.frozen_at(datetime(2026, 11, 24, 3, tzinfo=UTC)):
        do(services.approve_reward, request_id, actor=cast.choi)
    db.session.rollback()
    given = {"other": cast.bae.id} if ":other" in statement else {}
    with pytest.raises(DatabaseError, match="stays"), writing(), db.engine.begin() as connection:
        connection.execute(text(statement), given)


def test_the_database_hands_over_only_what_was_approved(cast, offer):
    ask(cast.kim, offer)
    statement = (
        "UPDATE mileage_reward_requests SET state = 'consumed', approver_id = :who, approved_at = requested_at, "
        "giver_id = :who, handed_over_on = requested_on, handed_over_at = requested_at"
    )
    db.session.rollback()
    with pytest.raises(DatabaseError, match="approved"), writing(), db.engine.begin() as connection:
        connection.execute(text(statement), {"who": cast.choi.id})


def test_points_that_are_back_come_back_no_second_time(cast, offer):
    request_id = ask(cast.kim, offer)
    do(services.cancel_reward, request_id, actor=cast.kim, reason="마음이 바뀌어 취소합니다.")
    back = db.session.query(Transfer).filter_by(kind=TransferKind.REVERSAL).one()
    for row in (back, db.session.get_one(Transfer, back.reverses_id)):
        with pytest.raises(Refused), transaction():
            services.reverse_transfer(transfer=row, actor=cast.bae, reason_code=ReversalReason.OTHER, reason="다시")
    assert db.session.query(MileageAccount).filter_by(person_id=cast.kim.id).one().balance == Decimal(40)
