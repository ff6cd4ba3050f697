"""원장, whatever happens to it: after any mixture of awards, reversals and spending nothing is out of balance."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.database import db, transaction
from app.core.errors import OpumError
from app.mileage import services
from app.mileage.enums import AccountKind, ReversalReason
from app.mileage.models import MileageAccount, Transfer
from tests.factories import mileage as factory

PEOPLE = ("kim", "ahn", "park")
ITEMS = ("P06", "P13", "P14")
ACTIONS = st.one_of(
    st.tuples(st.just("award"), st.sampled_from(PEOPLE), st.sampled_from(ITEMS), st.integers(1, 6)),
    st.tuples(st.just("split"), st.just("all"), st.sampled_from(ITEMS), st.integers(1, 6)),
    st.tuples(st.just("reverse"), st.just(""), st.just(""), st.integers(0, 9)),
)


def play(cast, action):
    kind, who, item, number = action
    if kind == "award":
        factory.award(getattr(cast, who), f"claim:{number}", code=item)
    elif kind == "split":
        shares = {cast.kim.id: Decimal("33.34"), cast.ahn.id: Decimal("33.33"), cast.park.id: Decimal("33.33")}
        services.split_award(item_code=item, shares=shares, source=f"task:{number}:plan", actor_id=None)
    else:
        rows = db.session.query(Transfer).order_by(Transfer.id).all()
        if number < len(rows):
            services.reverse_transfer(
                transfer=rows[number], actor=cast.choi, reason_code=ReversalReason.OTHER, reason="잘못 적립된 것이다"
            )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=14))
def test_the_ledger_balances_after_any_history(cast, items, actions):
    for action in actions:
        try:
            with transaction():
                play(cast, action)
        except OpumError:
            continue
    balances = {account.kind: account.balance for account in db.session.query(MileageAccount)}
    assert sum((a.balance for a in db.session.query(MileageAccount)), Decimal(0)) == 0
    assert balances.get(AccountKind.ISSUE_POOL, Decimal(0)) <= 0
    assert list(services.check_ledger()) == []
