"""원장: points move by rows that nobody can change, and one fact pays an item once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Missing, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, CapPeriod, ReversalReason, TransferKind
from app.mileage.models import AccountYear, CapCut, DepartmentYear, MileageAccount, Transfer, YearLock
from app.mileage.queries import statements
from app.mileage.rules.owners import Owner
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.ledger import Posting, post_transfer
from tests.factories import mileage as factory
from tests.factories.rewards import reward
from tests.triggers import without_triggers

REASON = "같은 사실이 다른 출처로 이미 적립되었다"


def balances():
    return {(a.kind, a.person_id or a.department_id): a.balance for a in db.session.query(MileageAccount)}


def problems():
    return [str(problem) for problem in services.check_ledger()]


def reverse(transfer, actor):
    with transaction():
        return services.reverse_transfer(
            transfer=transfer, actor=actor, reason_code=ReversalReason.PAID_TWICE, reason=REASON
        )


@pytest.fixture
def paid(cast, items):
    """김 got 8 points for claim 1."""
    with transaction():
        return factory.award(cast.kim, "claim:1")


def test_an_award_moves_points_from_the_issuing_pool(cast, paid):
    assert balances() == {(AccountKind.ISSUE_POOL, None): Decimal(-8), (AccountKind.PERSON, cast.kim.id): Decimal(8)}
    assert (paid.kind, paid.points, paid.cut_off, paid.department_id) == (TransferKind.AWARD, 8, 0, cast.traffic)
    assert problems() == []


def test_the_same_source_pays_an_item_once_whoever_asks(cast, paid):
    with transaction():
        assert factory.award(cast.kim, "claim:1") is None
        assert factory.award(cast.ahn, "claim:1") is None
        assert factory.award(cast.ahn, "claim:1", code="P07") is not None
    assert balances()[AccountKind.PERSON, cast.kim.id] == Decimal(8)


def test_fifty_equal_awards_at_once_post_one_row(cast, items, at_once):
    found = at_once(lambda _number: factory.award(cast.kim, "claim:7"), 50)
    assert [type(answer) for answer in found if answer is not None] == [Transfer]
    assert db.session.query(Transfer).count() == 1
    assert balances()[AccountKind.PERSON, cast.kim.id] == Decimal(8)
    assert problems() == []


def test_different_awards_at_once_respect_the_cap_of_the_year(cast, items, at_once):
    found = at_once(lambda number: factory.award(cast.kim, f"claim:{number}", code="P13"), 12)
    assert sum(1 for answer in found if answer is not None) == 2
    assert balances()[AccountKind.PERSON, cast.kim.id] == Decimal(6)
    assert db.session.query(CapCut).count() == 10
    assert problems() == []


def test_awards_of_two_people_in_opposite_order_do_not_block_each_other(cast, items, at_once):
    def both(number):
        people = [cast.kim, cast.ahn] if number % 2 else [cast.ahn, cast.kim]
        return [factory.award(person, f"task:{number}:for-{person.id}") for person in people]

    assert [answer for answer in at_once(both, 8) if isinstance(answer, Exception)] == []
    assert problems() == []


def test_a_partly_cut_award_keeps_what_was_cut_off(cast, items):
    with transaction():
        for number in range(2):
            factory.award(cast.kim, f"claim:{number}", code="P14", points="3")
        third = factory.award(cast.kim, "claim:3", code="P14", points="4")
    assert (third.points, third.cut_off, third.rule["cut_by"]) == (Decimal(2), Decimal(2), CapPeriod.MONTH.value)


def test_an_award_the_caps_leave_nothing_of_is_kept_and_decided_once(cast, items):
    with transaction():
        for number in range(3):
            factory.award(cast.kim, f"claim:{number}", code="P13")
    with clock.frozen_at(datetime(2027, 2, 1, tzinfo=UTC)), transaction():
        assert factory.award(cast.kim, "claim:2", code="P13") is None
    cut = db.session.query(CapCut).one()
    assert (cut.source, cut.points, cut.cut_by) == ("claim:2", Decimal(3), CapPeriod.YEAR)


def test_a_reversed_award_frees_the_cap_but_not_the_source(cast, items):
    with transaction():
        first = factory.award(cast.kim, "claim:1", code="P13")
        factory.award(cast.kim, "claim:2", code="P13")
    reverse(first, cast.choi)
    with transaction():
        assert factory.award(cast.kim, "claim:1", code="P13") is None
        assert factory.award(cast.kim, "claim:3", code="P13").points == Decimal(3)


def test_parts_of_a_team_award_sum_to_the_whole(cast, items):
    shares = {cast.kim.id: Decimal("33.34"), cast.ahn.id: Decimal("33.33"), cast.park.id: Decimal("33.33")}
    with transaction():
        paid = services.split_award(
            item_code="P06", shares=shares, source="claim:1", actor_id=cast.choi.id, points=Decimal(8)
        )
    assert [transfer.points for transfer in paid] == [Decimal("2.67"), Decimal("2.67"), Decimal("2.66")]
    assert balances()[AccountKind.ISSUE_POOL, None] == Decimal(-8)


def test_the_cap_per_case_holds_for_a_team_as_a_whole(cast, items):
    shares = {cast.kim.id: Decimal(50), cast.ahn.id: Decimal(50)}
    with transaction():
        paid = services.split_award(
            item_code="P06", shares=shares, source="claim:1", actor_id=cast.choi.id, points=Decimal(20)
        )
    assert [(transfer.points, transfer.cut_off) for transfer in paid] == [(4, 6), (4, 6)]


@pytest.mark.parametrize("points", ["0", "-1", "0.001", "NaN"])
def test_points_that_are_given_are_never_taken_for_missing_ones(cast, items, points):
    with pytest.raises(Refused), transaction():
        factory.award(cast.kim, "claim:1", points=points)
    with pytest.raises(Refused), transaction():
        services.split_award(
            item_code="P06", shares={cast.kim.id: 100}, source="claim:1", actor_id=None, points=Decimal(points)
        )


def test_an_item_that_is_not_valid_that_day_pays_nothing(cast, items):
    with pytest.raises(Missing), transaction():
        factory.award(cast.kim, "claim:1", day=date(2024, 12, 31))


def test_counters_follow_the_ledger(cast, paid):
    with transaction():
        services.post_award(
            item_code="D10", owner=Owner.department(cast.traffic), source="claim:2", actor_id=cast.choi.id
        )
    reverse(paid, cast.choi)
    counter = db.session.query(DepartmentYear).one()
    assert (counter.department_id, counter.year, counter.own_points, counter.member_points) == (
        cast.traffic,
        2026,
        Decimal(10),
        Decimal(0),
    )
    assert sorted(row.earned for row in db.session.query(AccountYear)) == [Decimal(0), Decimal(10)]
    assert problems() == []


def test_a_reversal_mirrors_the_transfer(cast, paid):
    back = reverse(paid, cast.choi)
    assert (back.debit_account_id, back.credit_account_id, back.points, back.reverses_id) == (
        paid.credit_account_id,
        paid.debit_account_id,
        paid.points,
        paid.id,
    )
    assert set(balances().values()) == {Decimal(0)}
    assert problems() == []


def test_a_transfer_is_reversed_once_and_a_reversal_never(cast, paid):
    back = reverse(paid, cast.choi)
    for transfer in (paid, back):
        with pytest.raises(Refused):
            reverse(transfer, cast.bae)


def test_two_reversals_at_once_take_the_points_back_once(cast, paid, at_once):
    found = at_once(
        lambda _number: services.reverse_transfer(
            transfer=paid, actor=cast.choi, reason_code=ReversalReason.OTHER, reason=REASON
        ),
        8,
    )
    assert sum(isinstance(answer, Transfer) for answer in found) == 1
    assert set(balances().values()) == {Decimal(0)}


@pytest.mark.parametrize("name", ["kim", "lee", "jung", "gam", "goh"])
def test_only_the_control_tower_reverses(cast, paid, name):
    with pytest.raises(Denied):
        reverse(paid, getattr(cast, name))


def spend(cast, person, points):
    return services.request_reward(actor=person, reward=reward(cast.choi, points=points))


def test_spending_more_than_there_is_is_refused(cast, paid):
    with pytest.raises(Refused), transaction():
        spend(cast, cast.kim, "8.01")


def test_nothing_but_a_reversal_takes_an_account_below_zero(cast, paid):
    with transaction():
        lock_pool()
        account, pool = lock_owner(Owner.person(cast.kim.id)), lock_pool(AccountKind.EXPIRED_POOL)
    posting = Posting(
        kind=TransferKind.EXPIRY,
        debit_account_id=account.id,
        credit_account_id=pool.id,
        points=Decimal("8.01"),
        source="year:2026",
        occurred_on=clock.today(),
        actor_id=cast.choi.id,
    )
    with pytest.raises(Refused), transaction():
        post_transfer(posting)


def test_spent_points_can_still_be_taken_back_and_leave_a_debt(cast, paid):
    with transaction():
        spend(cast, cast.kim, "8")
    reverse(paid, cast.choi)
    assert balances()[AccountKind.PERSON, cast.kim.id] == Decimal(-8)
    assert problems() == []


def close(cast, year):
    with transaction():
        db.session.add(
            YearLock(
                year=year,
                starts_on=date(year, 1, 1),
                ends_on=date(year, 12, 31),
                closed_at=clock.now(),
                closed_by_id=cast.choi.id,
            )
        )


def test_nothing_is_posted_into_a_closed_year(cast, items):
    close(cast, 2025)
    with pytest.raises(Refused), transaction():
        factory.award(cast.kim, "claim:1", day=date(2025, 12, 31))
    with transaction():
        assert factory.award(cast.kim, "claim:1", day=date(2026, 1, 1)) is not None


INSIDER = {
    "change points": "UPDATE mileage_transfers SET points = 900 WHERE id = {id}",
    "change the day": "UPDATE mileage_transfers SET occurred_on = '2026-01-02' WHERE id = {id}",
    "delete": "DELETE FROM mileage_transfers WHERE id = {id}",
    "delete an account": "DELETE FROM mileage_accounts WHERE id = {credit}",
    "hand an account over": "UPDATE mileage_accounts SET person_id = {other} WHERE id = {credit}",
    "owe points": "UPDATE mileage_accounts SET balance = -1 WHERE id = {credit}",
    "pay the source again": (
        "INSERT INTO mileage_transfers ({columns}) SELECT {columns} FROM mileage_transfers WHERE id = {id}"
    ),
    "nothing": "INSERT INTO mileage_transfers ({columns}) SELECT {zero_points} FROM mileage_transfers WHERE id = {id}",
    "to itself": "INSERT INTO mileage_transfers ({columns}) SELECT {to_itself} FROM mileage_transfers WHERE id = {id}",
    "half a reversal": (
        "INSERT INTO mileage_transfers ({columns}) SELECT {half_reversal} FROM mileage_transfers WHERE id = {id}"
    ),
    "change a used item": "UPDATE mileage_items SET points = 9900 WHERE id = {item}",
}


def _insider_sql(name, transfer, other):
    columns = [column.name for column in Transfer.__table__.columns if column.name != "id"]

    def with_values(**values):
        return ", ".join(values.get(column, column) for column in columns)

    half = {"kind": "'reversal'", "reverses_id": str(transfer.id), "reason_code": "'other'", "points": "100"}
    half |= {"debit_account_id": "credit_account_id", "credit_account_id": "debit_account_id"}
    return INSIDER[name].format(
        id=transfer.id,
        credit=transfer.credit_account_id,
        item=transfer.item_id,
        other=other,
        columns=", ".join(columns),
        zero_points=with_values(points="0", source="'x:1'"),
        to_itself=with_values(debit_account_id="credit_account_id", source="'x:2'"),
        half_reversal=with_values(**half),
    )


@pytest.mark.parametrize("name", INSIDER)
def test_the_database_refuses_the_insider(cast, paid, name):
    statement = text(_insider_sql(name, paid, cast.ahn.id))
    db.session.rollback()
    with pytest.raises(DatabaseError), writing(), db.engine.begin() as connection:
        connection.execute(statement)
    assert problems() == []


FORCED = {
    "points": "UPDATE mileage_transfers SET points = 900 WHERE id = {id}",
    "source": "UPDATE mileage_transfers SET source = 'claim:2' WHERE id = {id}",
    "day": "UPDATE mileage_transfers SET occurred_on = '2026-01-02' WHERE id = {id}",
    "owner": "UPDATE mileage_transfers SET actor_id = NULL WHERE id = {id}",
    "delete": "DELETE FROM mileage_transfers WHERE id = {id}",
    "balance": "UPDATE mileage_accounts SET balance = 99900 WHERE id = {credit}",
    "counter": "UPDATE mileage_account_years SET earned = 5 WHERE account_id = {credit}",
    "board": "UPDATE mileage_department_years SET member_points = 5",
}


@pytest.mark.parametrize("name", FORCED)
def test_what_is_forced_past_the_triggers_is_found(cast, paid, name):
    with transaction():
        factory.award(cast.ahn, "claim:5")
    assert problems() == []
    statement = text(FORCED[name].format(id=paid.id, credit=paid.credit_account_id))
    with without_triggers("mileage_transfers"):
        with writing(), db.engine.begin() as connection:
            connection.execute(statement)
        assert problems() != []


def test_a_balance_is_one_row_however_long_the_ledger(cast, paid):
    assert statements.own_account(cast.kim).balance == Decimal(8)
