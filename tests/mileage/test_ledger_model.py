"""원장 against a plain model: whatever is done in whatever order, the sums are those of a dictionary."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import OpumError
from app.mileage import services
from app.mileage.enums import AccountKind, ItemSubject, ReversalReason, RewardState, TransferKind, YearEndKind
from app.mileage.models import MileageAccount, Reward, RewardRequest, Transfer, YearClosing
from app.mileage.queries import year_closings as queries
from app.mileage.queries.year_locks import is_reopened
from app.mileage.rules.closings import YearEnd
from app.mileage.services import deductions as verbs
from app.mileage.services import year_reopenings as reopenings
from tests.factories import deductions, rewards
from tests.factories import mileage as factory

PEOPLE = ("kim", "ahn", "park")
CAP_YEAR = Decimal(40)
WHY = "정해진 사유를 적었습니다."
FIRST = 2026
PRICE = Decimal(5)
WHO = st.sampled_from(PEOPLE)
ACTIONS = st.one_of(
    st.tuples(st.just("award"), WHO, st.integers(1, 6)),
    st.tuples(st.just("split"), WHO, st.integers(1, 6)),
    st.tuples(st.just("claim"), WHO, st.integers(1, 6)),
    st.tuples(st.just("reverse"), WHO, st.integers(0, 8)),
    st.tuples(st.just("ask"), WHO, st.just(0)),
    st.tuples(st.sampled_from(["approve", "give", "refuse", "cancel"]), WHO, st.integers(0, 3)),
    st.tuples(st.just("close"), WHO, st.integers(0, 60)),
    st.tuples(st.just("deduct"), WHO, st.integers(0, 20)),
    st.tuples(st.just("reopen"), WHO, st.integers(0, 5)),
)
TAKEN_BACK = (TransferKind.AWARD, TransferKind.EXPIRY, TransferKind.DEDUCTION)


class Plain:
    """The reference: balances and what each source paid, in plain dictionaries; closings as they were confirmed."""

    def __init__(self):
        self.balances = {}
        self.paid = set()
        self.year = FIRST
        self.closings = 0
        self.last_transfer = 0

    def take_in(self, rows):
        """Follow new rows; a source pays an account once."""
        for row in rows:
            self.balances[row.debit_account_id] = self.balances.get(row.debit_account_id, Decimal(0)) - row.points
            self.balances[row.credit_account_id] = self.balances.get(row.credit_account_id, Decimal(0)) + row.points
            if row.reverses_id is None:
                fact = (row.kind, row.item_code, row.source, row.credit_account_id, row.debit_account_id)
                assert fact not in self.paid
                self.paid.add(fact)
            self.last_transfer = row.id


def at(year):
    return datetime(year, 6, 1, 3, tzinfo=UTC)


def requests():
    return db.session.query(RewardRequest).order_by(RewardRequest.id).all()


def act(cast, plain, reward_id, action, base):
    kind, who, number = action
    actor, source = getattr(cast, who), f"claim:{base + number}"
    if kind == "award":
        factory.award(actor, source)
    elif kind == "split":
        shares = {cast.kim.id: Decimal("33.33"), actor.id if who != "kim" else cast.ahn.id: Decimal("66.67")}
        services.split_award(item_code="P06", shares=shares, source=source, actor_id=None)
    elif kind == "claim":
        head = cast.yoon if who == "park" else cast.lee
        claim = factory.confirmed(actor, head, day=clock.today(), title=f"서식 {base} {number}")
        services.verify_claim(claim=claim, actor=cast.choi)
    elif kind == "reverse":
        rows = db.session.query(Transfer).filter(Transfer.kind.in_(TAKEN_BACK)).order_by(Transfer.id.desc()).all()
        if number < len(rows):
            services.reverse_transfer(
                transfer=rows[number], actor=cast.choi, reason_code=ReversalReason.OTHER, reason=WHY
            )
    elif kind == "ask":
        services.request_reward(actor=actor, reward=db.session.get_one(Reward, reward_id))
    elif kind in YEARS:
        YEARS[kind](cast, plain, actor, number)
    elif number < len(requests()):
        decide(cast, kind, requests()[-1 - number], actor)


def decide(cast, kind, request, actor):
    if kind == "approve":
        services.approve_reward(request=request, actor=cast.choi)
    elif kind == "give":
        services.hand_over_reward(request=request, actor=cast.jung, given_on=clock.today())
    elif kind == "refuse":
        services.refuse_reward(request=request, actor=cast.choi, reason=WHY)
    else:
        services.cancel_reward(request=request, actor=actor, reason=WHY)


def close(cast, plain, _actor, number):
    """Close the running year early in the next one, twice; then live on in it. A year that is open again comes first."""
    if is_reopened(plain.year - 1):
        close_again(cast, plain)
        return
    limit = Decimal(number)
    rule = YearEnd(YearEndKind.CARRY_UP_TO, limit) if number else YearEnd(YearEndKind.EXPIRE_ALL)
    for subject in ItemSubject:
        services.set_year_rule(actor=cast.choi, year=plain.year, subject=subject, rule=rule, reason=WHY)
    settle(cast)
    with clock.frozen_at(at(plain.year + 1)):
        closing = services.propose_closing(actor=cast.choi, year=plain.year, second_id=cast.yoon.id)
        digest = queries.preview_of(plain.year).digest
        services.confirm_closing(closing=closing, actor=cast.yoon, digest=digest)
        count = db.session.query(Transfer).count()
        services.confirm_closing(closing=closing, actor=cast.yoon, digest=digest)
        assert services.propose_closing(actor=cast.choi, year=plain.year, second_id=cast.lee.id).id == closing.id
        assert db.session.query(Transfer).count() == count
    for account in people():
        assert account.balance <= limit or account.balance < 0
    plain.year += 1
    plain.closings += 1


def settle(cast):
    """Decide about what would hold a closing up."""
    for request in requests():
        if request.state is RewardState.RESERVED:
            services.approve_reward(request=request, actor=cast.choi)


def deduct(cast, _plain, actor, number):
    """A deduction from the hearing to its end: posted after its time, after a rejected objection, or not at all."""
    decider = cast.lee if actor.id == cast.park.id else cast.yoon
    before = {account.id: account.balance for account in people()}
    found = deductions.decided(cast, actor, points=str(number + 1), decider=decider)
    if number % 3:
        verbs.object_to_deduction(deduction=found, actor=actor, objection=WHY)
        verbs.answer_objection(deduction=found, actor=cast.bae, upheld=number % 3 == 2, answer=WHY)
    later = clock.now() + timedelta(days=20)
    with clock.frozen_at(later):
        services.post_due_deductions(clock.today())
        services.post_due_deductions(clock.today())
    taken = (
        Decimal(0) if number % 3 == 2 else min(max(before.get(found.account_id, Decimal(0)), Decimal(0)), found.points)
    )
    assert (found.taken or Decimal(0)) == taken
    assert db.session.get(MileageAccount, found.account_id).balance == before.get(found.account_id, Decimal(0)) - taken


def reopen(cast, plain, actor, number):
    """Open the last closed year again, twice; earn in it; close it again at once, or live on with it open."""
    closing = queries.closing_of(plain.year - 1)
    if closing is None:
        return
    frozen = (closing.content, closing.sha256)
    found = reopenings.propose_reopening(actor=cast.choi, closing=closing, second_id=cast.lee.id, reason=WHY)
    reopenings.agree_reopening(reopening=found, actor=cast.lee)
    count = db.session.query(Transfer).count()
    reopenings.agree_reopening(reopening=found, actor=cast.lee)
    assert db.session.query(Transfer).count() == count
    factory.award(actor, f"claim:{number}", day=date(plain.year - 1, 12, 30))
    if number % 2:
        close_again(cast, plain)
    db.session.refresh(closing)
    assert (closing.content, closing.sha256) == frozen


def close_again(cast, plain):
    """Close a year that was opened again, twice: one more closing of the same year."""
    settle(cast)
    year = plain.year - 1
    closing = services.propose_closing(actor=cast.choi, year=year, second_id=cast.yoon.id)
    assert closing.number > 1
    digest = queries.preview_of(year).digest
    services.confirm_closing(closing=closing, actor=cast.yoon, digest=digest)
    count = db.session.query(Transfer).count()
    services.confirm_closing(closing=closing, actor=cast.yoon, digest=digest)
    assert db.session.query(Transfer).count() == count
    plain.closings += 1


def people():
    db.session.flush()
    return (
        db.session.query(MileageAccount)
        .filter(MileageAccount.kind.in_([AccountKind.PERSON, AccountKind.DEPARTMENT]))
        .populate_existing()
        .all()
    )


def compare(plain):
    plain.take_in(
        db.session.query(Transfer).filter(Transfer.id > plain.last_transfer).order_by(Transfer.id).populate_existing()
    )
    accounts = {row.id: row for row in db.session.query(MileageAccount).populate_existing()}
    assert {key: row.balance for key, row in accounts.items() if row.balance} == {
        key: value for key, value in plain.balances.items() if value
    }
    assert sum((row.balance for row in accounts.values()), Decimal(0)) == 0
    assert all(
        row.balance >= 0 for row in accounts.values() if row.kind.value.endswith("pool") and "issue" not in row.kind
    )


def capped():
    """No account earned more of the item in a year than its cap, reversals taken off."""
    sums, reversed_ids = {}, {row.reverses_id for row in db.session.query(Transfer) if row.reverses_id}
    for row in db.session.query(Transfer).filter(Transfer.kind == TransferKind.AWARD, Transfer.item_code == "P06"):
        if row.id not in reversed_ids:
            key = (row.credit_account_id, row.occurred_on.year)
            sums[key] = sums.get(key, Decimal(0)) + row.points
    return all(points <= CAP_YEAR for points in sums.values())


def below_zero_only_by_reversals():
    """Whoever is below 0 owes no more than what reversals took."""
    for account in people():
        taken = sum(
            (
                row.points
                for row in db.session.query(Transfer).filter_by(debit_account_id=account.id)
                if row.reverses_id
            ),
            Decimal(0),
        )
        assert account.balance >= -taken


YEARS = {"close": close, "deduct": deduct, "reopen": reopen}


class Undone(Exception):
    """Takes back what one example did."""


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(actions=st.lists(ACTIONS, min_size=1, max_size=7))
def test_the_ledger_is_the_plain_model_whatever_happens(cast, items, actions):
    with pytest.raises(Undone), clock.frozen_at(at(FIRST)), transaction():
        play(cast, actions)


def play(cast, actions):
    plain = Plain()
    reward_id = rewards.reward(cast.choi, "MODEL", points=str(PRICE)).id
    for base, action in enumerate(actions):
        with clock.frozen_at(at(plain.year)):
            nested = db.session.begin_nested()
            try:
                act(cast, plain, reward_id, action, 0 if action[0] != "claim" else 100 * base)
                nested.commit()
            except OpumError:
                nested.rollback()
        compare(plain)
        below_zero_only_by_reversals()
    assert capped()
    assert list(services.check_ledger()) == []
    assert list(services.check_closings()) == []
    assert db.session.query(YearClosing).count() == plain.closings
    raise Undone
