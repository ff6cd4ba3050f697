"""보상, whatever happens: the pool holds what is reserved or spent, nobody is below 0, and nothing is oversold."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import OpumError
from app.mileage import services
from app.mileage.enums import AccountKind, RewardState
from app.mileage.models import MileageAccount, Reward, RewardRequest
from app.mileage.rules.rewards import COUNTED
from tests.conftest import NOON
from tests.factories import rewards as factory

PEOPLE = ("kim", "ahn", "choi")
WHY = "정해진 사유를 적었습니다."
ACTIONS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(PEOPLE), st.integers(0, 1)),
    st.tuples(st.sampled_from(["approve", "refuse"]), st.sampled_from(["choi", "bae"]), st.integers(0, 5)),
    st.tuples(st.just("give"), st.sampled_from(["choi", "jung"]), st.integers(0, 5)),
    st.tuples(st.just("cancel"), st.sampled_from(PEOPLE), st.integers(0, 5)),
    st.tuples(st.just("expire"), st.just("choi"), st.integers(0, 30)),
)


def play(cast, rewards, action):
    kind, who, number = action
    actor = getattr(cast, who)
    if kind == "ask":
        services.request_reward(actor=actor, reward=db.session.get_one(Reward, rewards[number]))
        return
    if kind == "expire":
        services.expire_rewards(clock.today() + timedelta(days=number))
        return
    rows = db.session.query(RewardRequest).order_by(RewardRequest.id).all()
    if number >= len(rows):
        return
    if kind == "approve":
        services.approve_reward(request=rows[number], actor=actor)
    elif kind == "give":
        services.hand_over_reward(request=rows[number], actor=actor, given_on=clock.today())
    else:
        verb = services.refuse_reward if kind == "refuse" else services.cancel_reward
        verb(request=rows[number], actor=actor, reason=WHY)


def ended(cast):
    """Give everything back that one example left, so that the next begins anew."""
    for row in db.session.query(RewardRequest).filter(RewardRequest.state.in_(["reserved", "approved"])).all():
        deciders = cast.choi if row.requester_id != cast.choi.id else cast.bae
        with transaction():
            services.refuse_reward(request=row, actor=deciders, reason=WHY)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=12))
def test_the_pool_holds_exactly_what_is_reserved_or_spent(cast, items, actions):
    with clock.frozen_at(NOON), transaction():
        factory.rich(cast.kim, cast.ahn, cast.choi)
        code = f"V{db.session.query(Reward).count()}"
        limited = factory.reward(cast.choi, code, stock=2, points="12").id
        plain = factory.reward(cast.choi, f"{code}P", points="15.5", valid_from=date(2026, 11, 1)).id
    for action in actions:
        try:
            with transaction():
                play(cast, [limited, plain], action)
        except OpumError:
            continue
    rows = db.session.query(RewardRequest, Reward.points).join(Reward, Reward.id == RewardRequest.reward_id).all()
    live = sum((points for row, points in rows if row.state in COUNTED), Decimal(0))
    accounts = db.session.query(MileageAccount).all()
    pool = [account.balance for account in accounts if account.kind is AccountKind.REWARD_POOL]
    assert sum(pool, Decimal(0)) == live
    assert all(a.balance >= 0 for a in accounts if a.kind is not AccountKind.ISSUE_POOL)
    assert sum(row.reward_id == limited and row.state in COUNTED for row, _points in rows) <= 2
    assert all(row.requester_id not in {row.approver_id, row.giver_id} for row, _points in rows)
    assert all(row.state is not RewardState.EXPIRED or row.approver_id is None for row, _points in rows)
    assert list(services.check_ledger()) == []
    ended(cast)
