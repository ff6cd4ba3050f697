"""감점: who may decide about whom, in the services and in the database by itself."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, TransferKind
from app.mileage.models import Deduction
from app.mileage.services import deductions
from tests.conftest import NOON
from tests.factories import deductions as factory
from tests.factories import mileage as points
from tests.factories.year_closings import acting_for
from tests.triggers import without_triggers

WORDS = "열 글자가 넘는 사유를 적는다."


@pytest.fixture
def earned(cast, items):
    """Eight points for 김."""
    with transaction():
        points.award(cast.kim, "claim:7001")


def days_later(days):
    return clock.frozen_at(NOON + timedelta(days=days))


def run(statement):
    with transaction():
        writing()
        db.session.execute(text(statement))


def test_three_people_none_of_them_a_party(cast, earned):
    """The head of the owner's department, a colleague who proposed and one judge for both steps are refused."""
    wrong = [
        {"decider": cast.lee},
        {"decider": cast.acting},
        {"decider": cast.jung},
        {"decider": cast.bae},
        {"decider": cast.kim},
        {"decider": cast.gam},
        {"decider": cast.park},
        {"reviewer": cast.yoon},
        {"reviewer": cast.choi},
        {"reviewer": cast.lee},
        {"reviewer": cast.acting},
        {"reviewer": cast.kim},
        {"reviewer": cast.gam},
    ]
    for case in wrong:
        with pytest.raises(Refused), transaction():
            factory.proposed(cast, cast.kim, **case)
    with pytest.raises(Refused), transaction():
        factory.proposed(cast, cast.bae, proposer=cast.bae)
    for nobody in (cast.kim, cast.lee, cast.jung, cast.gam, cast.goh):
        with pytest.raises(Denied), transaction():
            factory.proposed(cast, cast.park, proposer=nobody)
    assert db.session.query(Deduction).count() == 0


def test_who_comes_to_act_for_the_owners_department_decides_no_longer(cast, earned):
    with transaction():
        factory.heard(cast, cast.kim)
    yoon = acting_for(cast.yoon, cast.traffic, day=NOON)
    found = db.session.query(Deduction).one()
    with pytest.raises(Refused), transaction():
        deductions.decide_deduction(deduction=found, actor=yoon, points=Decimal(5), decision=WORDS)
    with pytest.raises(DatabaseError):
        run(
            "UPDATE mileage_deductions SET state = 'dropped', decision = '열 글자가 넘는 결정', "
            "decided_on = '2026-11-23'"
        )


def test_nobody_withdraws_what_is_taken_from_the_own_office(cast, earned):
    """A colleague of the control tower who only works in the department gains by it as much as its head."""
    with transaction():
        factory.proposed(cast, department=cast.tower, reviewer=cast.lee)
    for colleague in (cast.choi, cast.bae):
        with pytest.raises(Denied), transaction():
            deductions.withdraw_deduction(deduction=db.session.query(Deduction).one(), actor=colleague, reason=WORDS)
    with pytest.raises(DatabaseError):
        run(
            f"UPDATE mileage_deductions SET state = 'withdrawn', withdrawn_by_id = {cast.bae.id}, "
            "withdrawn_on = '2026-11-23', withdraw_reason = '열 글자가 넘는 사유'"
        )


@pytest.mark.parametrize(
    "change",
    [
        "state = 'posted', posted_on = '2026-11-24', taken = 0",
        "state = 'posted', posted_on = '2027-01-01', taken = 500",
        "state = 'rejected'",
        "state = 'proposed'",
        "decided_points = 100",
        "decided_points = NULL, objections_until = NULL",
        "opinion = NULL, opinion_by_id = NULL, opinion_on = NULL",
        "opinion = '바뀐 의견'",
        "decision = '바뀐 결정'",
        "objections_until = '2026-11-24'",
        "points = 100000",
        "reason = '바뀐 사유'",
        "decider_id = proposed_by_id",
        "reviewer_id = decider_id",
        "person_id = NULL",
    ],
)
def test_the_database_keeps_the_course(cast, earned, change):
    with transaction():
        factory.decided(cast, cast.kim)
    with pytest.raises(DatabaseError):
        run(f"UPDATE mileage_deductions SET {change}")
    with pytest.raises(DatabaseError):
        run("DELETE FROM mileage_deductions")


@pytest.mark.parametrize(("who", "role"), [("lee", "decider_id"), ("jung", "decider_id"), ("acting", "reviewer_id")])
def test_the_database_refuses_a_judge_of_the_same_office(cast, earned, who, role):
    columns = ["account_id", "person_id", "ground", "reason", "points", "state", "version", "proposed_by_id"]
    columns += ["proposed_on", "proposed_at", "opinions_until", "decider_id", "reviewer_id", "changed_at"]
    with transaction():
        factory.proposed(cast, cast.kim)
    picked = [str(getattr(cast, who).id) if column == role else column for column in columns]
    with pytest.raises(DatabaseError):
        run(f"INSERT INTO mileage_deductions ({', '.join(columns)}) SELECT {', '.join(picked)} FROM mileage_deductions")


def test_points_are_not_deducted_past_the_hearing(cast, earned):
    with transaction():
        found = factory.decided(cast, cast.kim)
        number = found.id
    with pytest.raises(DatabaseError), transaction():
        from_ledger(cast, number, "5")
    with days_later(11), pytest.raises(DatabaseError), transaction():
        from_ledger(cast, number, "4")
    with days_later(11), pytest.raises(DatabaseError), transaction():
        from_ledger(cast, number + 1, "5")


def from_ledger(cast, number, taken):
    pool = services.accounts.lock_pool(AccountKind.DEDUCTED_POOL)
    services.ledger.post_transfer(
        services.ledger.Posting(
            kind=TransferKind.DEDUCTION,
            debit_account_id=factory.account_of(factory.Owner.person(cast.kim.id)).id,
            credit_account_id=pool.id,
            points=Decimal(taken),
            source=f"deduction:{number}",
            occurred_on=clock.today(),
            actor_id=cast.choi.id,
        )
    )


def test_the_check_compares_deductions_with_their_rows(cast, earned):
    with transaction():
        factory.decided(cast, cast.kim)
    with days_later(11), transaction():
        services.post_due_deductions(clock.today())
    assert list(services.check_ledger()) == []
    with without_triggers("mileage_deductions"):
        run("UPDATE mileage_deductions SET taken = 400")
        assert len(list(services.check_ledger())) == 1
