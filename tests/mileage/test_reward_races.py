"""보상, when many ask at the same moment: points, stock and the limit in won are never overdrawn."""

from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.errors import Conflict, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, RewardState, TransferKind
from app.mileage.models import MileageAccount, Reward, RewardRequest, Transfer
from tests.factories import rewards as factory

MANY = 50


@pytest.fixture
def crowd(cast, items):
    """김 and 안, each with just the 8 points of one voucher, and the tower."""
    with transaction():
        factory.rich(cast.kim, cast.ahn, awards=1)


def offered(cast, **options):
    with transaction():
        return factory.reward(cast.choi, **options).id


def asks(reward_id, *people):
    def ask(number):
        actor = people[number % len(people)]
        return services.request_reward(actor=actor, reward=db.session.get_one(Reward, reward_id)).id

    return ask


def balances():
    return {account.person_id or account.kind: account.balance for account in db.session.query(MileageAccount)}


def outcome(found):
    other = [answer for answer in found if not isinstance(answer, int | Refused | Conflict)]
    assert other == []
    return sum(isinstance(answer, int) for answer in found)


def test_fifty_requests_for_the_last_points_reserve_once(cast, crowd, at_once):
    found = at_once(asks(offered(cast), cast.kim), MANY)
    assert outcome(found) == 1
    assert (balances()[cast.kim.id], balances()[AccountKind.REWARD_POOL]) == (Decimal(0), Decimal(8))
    assert db.session.query(Transfer).filter_by(kind=TransferKind.REWARD).count() == 1
    assert list(services.check_ledger()) == []


def test_the_last_piece_is_not_sold_twice(cast, crowd, at_once):
    found = at_once(asks(offered(cast, stock=1), cast.kim, cast.ahn), MANY)
    assert outcome(found) == 1
    assert db.session.query(RewardRequest).count() == 1
    assert sorted([balances()[cast.kim.id], balances()[cast.ahn.id]]) == [Decimal(0), Decimal(8)]


def test_the_limit_in_won_is_not_passed(cast, items, at_once):
    with transaction():
        factory.rich(cast.kim)
        factory.terms(cast.choi, cap=120_000)
    found = at_once(asks(offered(cast), cast.kim), MANY)
    assert outcome(found) == 2
    assert balances()[AccountKind.REWARD_POOL] == Decimal(16)


def test_a_refusal_and_a_cancellation_at_once_give_back_once(cast, crowd, at_once):
    with transaction():
        reward = factory.reward(cast.choi)
        request_id = services.request_reward(actor=cast.kim, reward=reward).id

    def end(number):
        found = db.session.get_one(RewardRequest, request_id)
        if number % 3 == 0:
            services.cancel_reward(request=found, actor=cast.kim, reason="다른 것으로 바꾸겠습니다.")
        elif number % 3 == 1:
            services.refuse_reward(request=found, actor=cast.choi, reason="예산이 모자랍니다. 내년에.")
        else:
            services.expire_rewards(found.hold_until.replace(year=2027))
        return number

    found = at_once(end, 18)
    assert [answer for answer in found if not isinstance(answer, int | Refused | Conflict)] == []
    assert db.session.query(Transfer).filter_by(kind=TransferKind.REVERSAL).count() == 1
    assert balances()[cast.kim.id] == Decimal(8)
    assert list(services.check_ledger()) == []


def test_an_approval_and_a_refusal_at_once_leave_one_truth(cast, crowd, at_once):
    with transaction():
        request_id = services.request_reward(actor=cast.kim, reward=factory.reward(cast.choi)).id

    def decide(number):
        found = db.session.get_one(RewardRequest, request_id)
        if number % 2:
            services.approve_reward(request=found, actor=cast.choi)
        else:
            services.refuse_reward(request=found, actor=cast.bae, reason="예산이 모자랍니다. 내년에.")
        return number

    at_once(decide, 16)
    state = db.session.get_one(RewardRequest, request_id).state
    assert state in {RewardState.APPROVED, RewardState.REFUSED}
    assert balances()[cast.kim.id] == (Decimal(0) if state is RewardState.APPROVED else Decimal(8))
    assert list(services.check_ledger()) == []
