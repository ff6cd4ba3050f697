"""보상: asked for, decided, handed over or given back; the points are always where the state says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Invalid, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, ReversalReason, RewardKind, RewardState, TransferKind
from app.mileage.models import AccountYear, MileageAccount, Reward, RewardRequest, Transfer
from app.mileage.queries.rewards import catalogue, standing_of, terms_on
from tests.factories import rewards as factory
from tests.statements import count_statements
from tests.triggers import without_triggers

TODAY = date(2026, 11, 23)
WHY = "예산이 모자라 내년에 드립니다."


@pytest.fixture
def offer(cast, items):
    """A voucher of 8 points, and 40 points each for 김, 안 and 최 of the control tower."""
    with transaction():
        factory.rich(cast.kim, cast.ahn, cast.choi)
        return factory.reward(cast.choi).id


def reward(reward_id):
    return db.session.get_one(Reward, reward_id)


def ask(actor, reward_id, wish=""):
    with transaction():
        return services.request_reward(actor=actor, reward=reward(reward_id), wish=wish).id


def request(request_id):
    return db.session.get_one(RewardRequest, request_id, populate_existing=True)


def do(verb, request_id, **options):
    with transaction():
        verb(request=request(request_id), **options)


def balance(person=None, kind=AccountKind.REWARD_POOL):
    where = {"person_id": person.id} if person else {"kind": kind}
    found = db.session.query(MileageAccount).filter_by(**where).one_or_none()
    return found.balance if found else Decimal(0)


def test_asking_moves_the_points_in_one_row_with_its_provenance(cast, offer, published):
    request_id = ask(cast.kim, offer)
    row = db.session.query(Transfer).filter_by(kind=TransferKind.REWARD).one()
    assert (row.points, row.source, row.actor_id) == (Decimal(8), f"reward:{request_id}", cast.kim.id)
    assert (row.rule["reward"], row.rule["edition"]) == ("VOUCHER", 1)
    assert (balance(cast.kim), balance()) == (Decimal(32), Decimal(8))
    assert request(request_id).state is RewardState.RESERVED
    assert [type(event).__name__ for event in published][-2:] == ["PointsTransferred", "RewardRequested"]
    assert list(services.check_ledger()) == []


def test_a_reward_goes_its_whole_way(cast, offer):
    request_id = ask(cast.kim, offer)
    do(services.approve_reward, request_id, actor=cast.choi)
    do(services.hand_over_reward, request_id, actor=cast.jung, given_on=TODAY)
    found = request(request_id)
    assert (found.state, found.approver_id, found.giver_id) == (RewardState.CONSUMED, cast.choi.id, cast.jung.id)
    assert (balance(cast.kim), balance()) == (Decimal(32), Decimal(8))
    assert list(services.check_ledger()) == []


@pytest.mark.parametrize(("ending", "approved"), [("refused", False), ("refused", True), ("cancelled", False)])
def test_refused_and_cancelled_give_the_points_back_by_one_row(cast, offer, approved, ending):
    request_id = ask(cast.kim, offer)
    if approved:
        do(services.approve_reward, request_id, actor=cast.choi)
    verb, who = {
        "refused": (services.refuse_reward, cast.choi),
        "cancelled": (services.cancel_reward, cast.kim),
    }[ending]
    do(verb, request_id, actor=who, reason=WHY)
    back = db.session.query(Transfer).filter_by(kind=TransferKind.REVERSAL).one()
    assert (back.reason_code, back.reason, back.points) == (ReversalReason.REWARD_NOT_GIVEN, WHY, Decimal(8))
    assert (request(request_id).state.value, request(request_id).close_reason) == (ending, WHY)
    assert (balance(cast.kim), balance()) == (Decimal(40), Decimal(0))
    with pytest.raises(Refused):
        do(verb, request_id, actor=who, reason=WHY)
    assert list(services.check_ledger()) == []


def test_points_that_come_back_are_not_earned_again(cast, offer):
    def earned():
        return {row.year: row.earned for row in db.session.query(AccountYear).all()}

    before = earned()
    request_id = ask(cast.kim, offer)
    do(services.cancel_reward, request_id, actor=cast.kim, reason=WHY)
    assert earned() == before


def test_a_reservation_nobody_decides_about_expires_once(cast, offer):
    request_id, approved = ask(cast.kim, offer), ask(cast.ahn, offer)
    do(services.approve_reward, approved, actor=cast.choi)
    with transaction():
        assert services.expire_rewards(date(2026, 12, 7)) == 0
    with transaction():
        assert services.expire_rewards(date(2026, 12, 8)) == 1
    with transaction():
        assert services.expire_rewards(date(2026, 12, 8)) == 0
    found = request(request_id)
    assert (found.state, found.closer_id) == (RewardState.EXPIRED, None)
    assert "2026-12-07" in found.close_reason
    assert request(approved).state is RewardState.APPROVED
    assert (balance(cast.kim), balance()) == (Decimal(40), Decimal(8))
    assert list(services.check_ledger()) == []


def test_nobody_decides_about_the_own_reward(cast, offer):
    request_id = ask(cast.choi, offer)
    for verb, options in (
        (services.approve_reward, {}),
        (services.refuse_reward, {"reason": WHY}),
        (services.hand_over_reward, {"given_on": TODAY}),
    ):
        with pytest.raises(Denied):
            do(verb, request_id, actor=cast.choi, **options)
    do(services.approve_reward, request_id, actor=cast.bae)
    with pytest.raises(Denied):
        do(services.hand_over_reward, request_id, actor=cast.choi, given_on=TODAY)


@pytest.mark.parametrize("name", ["kim", "ahn", "lee", "jung", "gam", "goh", "moon"])
def test_only_the_control_tower_approves_and_refuses(cast, offer, name):
    request_id = ask(cast.kim, offer)
    for verb, options in ((services.approve_reward, {}), (services.refuse_reward, {"reason": WHY})):
        with pytest.raises(Denied):
            do(verb, request_id, actor=getattr(cast, name), **options)


@pytest.mark.parametrize("name", ["ahn", "lee", "choi", "jung", "goh"])
def test_only_the_requester_cancels(cast, offer, name):
    request_id = ask(cast.kim, offer)
    with pytest.raises(Denied):
        do(services.cancel_reward, request_id, actor=getattr(cast, name), reason=WHY)


def test_an_auditor_asks_for_nothing(cast, offer):
    with pytest.raises(Denied):
        ask(cast.gam, offer)


def test_who_has_too_little_is_told_how_much_is_missing(cast, offer):
    with pytest.raises(Refused, match="8점이 더 필요합니다"):
        ask(cast.park, offer)
    assert db.session.query(RewardRequest).count() == 0


def test_a_wish_for_a_post_says_which(cast, offer):
    with transaction():
        post = factory.reward(cast.choi, "POST", kind=RewardKind.POST, value_won=0).id
    with pytest.raises(Invalid):
        ask(cast.kim, post)
    assert request(ask(cast.kim, post, "교통과 대중교통팀, 노선 자료를 다뤄 보았습니다.")).wish.startswith("교통과")


def test_what_was_requested_keeps_its_terms(cast, offer):
    request_id = ask(cast.kim, offer)
    with transaction():
        dearer = services.change_reward(reward=reward(offer), actor=cast.choi, text=factory.text(points="20")).id
    do(services.cancel_reward, request_id, actor=cast.kim, reason=WHY)
    assert balance(cast.kim) == Decimal(40)
    with pytest.raises(Conflict):
        ask(cast.kim, offer)
    ask(cast.kim, dearer)
    assert balance(cast.kim) == Decimal(20)


def test_an_edition_of_next_year_leaves_this_years_in_force(cast, offer):
    with transaction():
        later = factory.text(points="20", valid_from=date(2027, 1, 1))
        services.change_reward(reward=reward(offer), actor=cast.choi, text=later)
    ask(cast.kim, offer)
    assert balance(cast.kim) == Decimal(32)


def test_two_who_change_the_terms_at_once_are_told(cast, offer):
    with transaction():
        services.change_reward(reward=reward(offer), actor=cast.choi, text=factory.text(points="9"))
    with pytest.raises(Conflict), transaction():
        services.change_reward(reward=reward(offer), actor=cast.bae, text=factory.text(points="7"))
    with pytest.raises(Invalid), transaction():
        factory.reward(cast.bae)


def test_stock_counts_over_editions_from_the_first_day_of_the_offer(cast, offer):
    ask(cast.kim, offer)
    with transaction():
        fewer = services.change_reward(reward=reward(offer), actor=cast.choi, text=factory.text(stock=2)).id
    ended = ask(cast.ahn, fewer)
    with pytest.raises(Refused, match="2개가 모두 나갔습니다"):
        ask(cast.kim, fewer)
    do(services.refuse_reward, ended, actor=cast.choi, reason=WHY)
    ask(cast.kim, fewer)


def test_the_limit_in_won_counts_the_years_of_seoul(cast, offer):
    with transaction():
        factory.terms(cast.choi, cap=100_000)
    ask(cast.kim, offer)
    with clock.frozen_at(datetime(2026, 12, 31, 14, 59, tzinfo=UTC)):
        ask(cast.kim, offer)
        with pytest.raises(Refused, match="한도가 0원 남았습니다"):
            ask(cast.kim, offer)
    with clock.frozen_at(datetime(2026, 12, 31, 15, 0, tzinfo=UTC)):
        ask(cast.kim, offer)
        assert standing_of(cast.kim.id).used_won == 50_000
    assert [row.requested_on.year for row in db.session.query(RewardRequest).order_by(RewardRequest.id)] == [
        2026,
        2026,
        2027,
    ]


def test_what_goes_back_frees_the_limit(cast, offer):
    with transaction():
        factory.terms(cast.choi, cap=50_000)
    request_id = ask(cast.kim, offer)
    with pytest.raises(Refused, match="한도가 0원 남았습니다"):
        ask(cast.kim, offer)
    do(services.cancel_reward, request_id, actor=cast.kim, reason=WHY)
    ask(cast.kim, offer)


def test_terms_hold_from_their_day_and_a_reservation_keeps_its_own(cast, offer):
    request_id = ask(cast.kim, offer)
    with transaction():
        factory.terms(cast.choi, cap=1, days=3, valid_from=date(2026, 12, 1))
    assert terms_on(TODAY).yearly_cap_won is None
    assert (terms_on(date(2026, 12, 1)).yearly_cap_won, terms_on(date(2027, 5, 1)).hold_days) == (1, 3)
    assert request(request_id).hold_until == date(2026, 12, 7)


@pytest.mark.parametrize("name", ["kim", "lee", "jung", "gam", "goh"])
def test_only_the_control_tower_keeps_the_catalogue(cast, offer, name):
    someone = getattr(cast, name)
    for work in (
        lambda: factory.reward(someone, "NEW"),
        lambda: services.change_reward(reward=reward(offer), actor=someone, text=factory.text()),
        lambda: factory.terms(someone),
    ):
        with pytest.raises(Denied), transaction():
            work()


def test_points_taken_back_leave_a_debt_that_buys_nothing(cast, offer):
    for _number in range(5):
        ask(cast.kim, offer)
    mine = db.session.query(MileageAccount.id).filter_by(person_id=cast.kim.id).scalar_subquery()
    award = db.session.query(Transfer).filter_by(kind=TransferKind.AWARD, credit_account_id=mine).first()
    with transaction():
        services.reverse_transfer(
            transfer=award, actor=cast.choi, reason_code=ReversalReason.OTHER, reason="잘못 적립된 것이다"
        )
    assert balance(cast.kim) == Decimal(-8)
    with pytest.raises(Refused, match="16점이 더 필요합니다"):
        ask(cast.kim, offer)
    assert list(services.check_ledger()) == []


def test_a_reserving_transfer_is_not_reversed_past_its_request(cast, offer):
    ask(cast.kim, offer)
    row = db.session.query(Transfer).filter_by(kind=TransferKind.REWARD).one()
    with pytest.raises(Refused), transaction():
        services.reverse_transfer(transfer=row, actor=cast.choi, reason_code=ReversalReason.OTHER, reason=WHY)


SQL = {
    "the requester approves": "UPDATE mileage_reward_requests SET state='approved', approver_id=requester_id, "
    "approved_at=requested_at",
    "the requester hands over": "UPDATE mileage_reward_requests SET state='consumed', approver_id=:choi, "
    "approved_at=requested_at, giver_id=requester_id, handed_over_on=requested_on, handed_over_at=requested_at",
    "approved without an approver": "UPDATE mileage_reward_requests SET state='approved'",
    "handed over without approval": "UPDATE mileage_reward_requests SET state='consumed', giver_id=:choi, "
    "handed_over_on=requested_on, handed_over_at=requested_at",
    "refused while the points are away": "UPDATE mileage_reward_requests SET state='refused', closer_id=:choi, "
    "closed_at=requested_at, close_reason='x'",
    "another requester": "UPDATE mileage_reward_requests SET requester_id=:choi",
    "gone": "DELETE FROM mileage_reward_requests",
    "cheaper": "UPDATE mileage_rewards SET points=1",
    "a reward gone": "DELETE FROM mileage_rewards",
    "born approved": "INSERT INTO mileage_reward_requests (reward_id, requester_id, department_id, wish, requested_on, "
    "requested_at, hold_until, state, version, approver_id, approved_at, close_reason) SELECT reward_id, requester_id, "
    "department_id, wish, requested_on, requested_at, hold_until, 'approved', 1, :choi, requested_at, '' "
    "FROM mileage_reward_requests",
    "the same points again": "INSERT INTO mileage_transfers (kind, debit_account_id, credit_account_id, points, cut_off, "
    "debit_balance, credit_balance, source, occurred_on, posted_at, rule, seal) SELECT kind, debit_account_id, "
    "credit_account_id, points, cut_off, debit_balance, credit_balance, source, occurred_on, posted_at, rule, seal "
    "FROM mileage_transfers WHERE kind = 'reward'",
    "points for no request": "INSERT INTO mileage_transfers (kind, debit_account_id, credit_account_id, points, "
    "cut_off, debit_balance, credit_balance, source, occurred_on, posted_at, rule, seal) SELECT kind, "
    "debit_account_id, credit_account_id, points, cut_off, debit_balance, credit_balance, 'reward:999', occurred_on, "
    "posted_at, rule, seal FROM mileage_transfers WHERE kind = 'reward'",
}


@pytest.mark.parametrize("name", list(SQL))
def test_the_database_refuses_by_itself(cast, offer, name):
    ask(cast.kim, offer)
    statement = text(SQL[name])
    given = {"choi": cast.choi.id} if ":choi" in SQL[name] else {}
    db.session.rollback()
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(statement, given)


def test_the_database_keeps_stock_and_what_was_handed_over(cast, offer):
    request_id = ask(cast.kim, offer)
    do(services.approve_reward, request_id, actor=cast.choi)
    do(services.hand_over_reward, request_id, actor=cast.jung, given_on=TODAY)
    with transaction():
        fewer = services.change_reward(reward=reward(offer), actor=cast.choi, text=factory.text(stock=1)).id
    columns = "requester_id, department_id, wish, requested_on, requested_at, hold_until, 'reserved', 1, ''"
    oversell = (
        "INSERT INTO mileage_reward_requests (reward_id, requester_id, department_id, wish, requested_on, requested_at, "
        f"hold_until, state, version, close_reason) SELECT {fewer}, {columns} FROM mileage_reward_requests"
    )
    back = (
        "INSERT INTO mileage_transfers (kind, debit_account_id, credit_account_id, points, cut_off, debit_balance, "
        "credit_balance, source, occurred_on, posted_at, reverses_id, reason_code, rule, seal) SELECT 'reversal', "
        "credit_account_id, debit_account_id, points, 0, 0, 0, source, occurred_on, posted_at, id, 'other', rule, seal "
        "FROM mileage_transfers WHERE kind = 'reward'"
    )
    db.session.rollback()
    for statement in (oversell, back, "UPDATE mileage_reward_requests SET close_reason = 'x'"):
        with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
            connection.execute(text(statement))


def test_the_check_finds_points_that_are_not_where_the_state_says(cast, offer):
    request_id = ask(cast.kim, offer)
    with without_triggers("mileage_reward_requests"):
        with writing(), db.engine.begin() as connection:
            connection.execute(
                text("UPDATE mileage_reward_requests SET state='expired', closed_at=requested_at, close_reason='x'")
            )
        found = [str(problem) for problem in services.check_ledger()]
    assert found == [f"보상 신청 {request_id}의 점수가 상태와 다른 곳에 있습니다."]


def test_the_catalogue_costs_the_same_for_one_reward_and_for_five(cast, offer):
    def statements():
        with count_statements() as seen:
            standing, terms = standing_of(cast.kim.id), terms_on()
            assert catalogue(standing, terms)
        return len(seen)

    one = statements()
    with transaction():
        for number in range(4):
            factory.reward(cast.choi, f"R{number}")
    assert statements() == one == 3
