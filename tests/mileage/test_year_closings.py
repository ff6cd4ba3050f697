"""연도 마감: proposed, confirmed by another office, once; what expires leaves the accounts, and the year is shut."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cli.check import check_published
from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, ClosingState, ItemSubject, ReversalReason, TransferKind, YearEndKind
from app.mileage.models import ClosingLine, MileageAccount, Transfer, YearClosing, YearLock
from app.mileage.queries import year_closings as queries
from app.mileage.queries.year_locks import is_closed
from app.mileage.rules.closings import YearEnd
from app.mileage.rules.owners import Owner
from app.mileage.services.accounts import lock_owner, lock_pool
from app.mileage.services.ledger import Posting, post_transfer
from tests.factories import mileage as factory
from tests.factories import rewards
from tests.triggers import without_triggers

WHY = "위원회에서 정한 연말 기준이다."
AFTER = datetime(2027, 2, 10, 3, tzinfo=UTC)
YEAR = 2026


@pytest.fixture
def earned(cast, items):
    """40 points for 김 and 안 and 12 for 교통과, earned in 2026."""
    with transaction():
        rewards.rich(cast.kim, cast.ahn)
        services.post_award(
            item_code="D01", owner=Owner.department(cast.traffic), source="task:1:x", actor_id=None, points=Decimal(12)
        )


def set_rule(cast, kind, most=None, subject=ItemSubject.PERSON, year=YEAR):
    with transaction():
        services.set_year_rule(
            actor=cast.choi,
            year=year,
            subject=subject,
            rule=YearEnd(kind, None if most is None else Decimal(most)),
            reason=WHY,
        )


def propose(cast, second=None, year=YEAR):
    with transaction():
        return services.propose_closing(actor=cast.choi, year=year, second_id=(second or cast.yoon).id).id


def confirm(actor, closing_id, digest=None):
    with transaction():
        found = db.session.get_one(YearClosing, closing_id)
        services.confirm_closing(
            closing=found, actor=actor, digest=queries.preview_of(found.year).digest if digest is None else digest
        )


def close(cast):
    with clock.frozen_at(AFTER):
        closing_id = propose(cast)
        confirm(cast.yoon, closing_id)
    return closing_id


def balance(**where):
    db.session.expire_all()
    found = db.session.query(MileageAccount).filter_by(**where).one_or_none()
    return found.balance if found else Decimal(0)


def run(statement):
    with transaction():
        writing()
        db.session.execute(text(statement))


def expiries():
    return db.session.query(Transfer).filter_by(kind=TransferKind.EXPIRY).all()


def test_what_is_above_the_limit_expires_and_departments_keep_theirs(cast, earned, published):
    set_rule(cast, YearEndKind.CARRY_UP_TO, "25.5")
    close(cast)
    assert balance(person_id=cast.kim.id) == Decimal("25.5")
    assert balance(kind=AccountKind.EXPIRED_POOL) == Decimal(29)
    kept = balance(department_id=cast.traffic)
    assert kept > 0
    assert {row.occurred_on for row in expiries()} == {date(2026, 12, 31)}
    assert [type(event).__name__ for event in published][-1] == "YearClosed"
    assert list(services.check_ledger()) == []
    assert list(services.check_closings()) == []
    assert check_published().problems == ()


def test_without_a_rule_everything_carries_over(cast, earned):
    close(cast)
    assert balance(person_id=cast.kim.id) == Decimal(40)
    assert expiries() == []
    assert db.session.query(ClosingLine).filter_by(carried=Decimal(40)).count() == 2


def test_points_of_the_new_year_never_expire_and_old_ones_are_spent_first(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER), transaction():
        factory.award(cast.kim, "claim:99001")
        reward = rewards.reward(cast.choi, points="10")
        asked = services.request_reward(actor=cast.kim, reward=reward)
        services.approve_reward(request=asked, actor=cast.choi)
    close(cast)
    assert balance(person_id=cast.kim.id) == Decimal(8)
    assert balance(kind=AccountKind.EXPIRED_POOL) == Decimal(70)
    line = db.session.query(ClosingLine).filter_by(expired=Decimal(30)).one()
    assert (line.earned, line.spent) == (Decimal(40), Decimal(0))


def test_points_of_the_new_year_that_are_taken_back_save_no_old_ones(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER), transaction():
        fresh = factory.award(cast.kim, "claim:99001")
        services.reverse_transfer(
            transfer=fresh, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="사실과 달라 되돌립니다."
        )
    close(cast)
    assert balance(person_id=cast.kim.id) == 0
    assert balance(kind=AccountKind.EXPIRED_POOL) == Decimal(80)


def test_an_account_below_zero_loses_nothing(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with transaction():
        reward = rewards.reward(cast.choi, points="40")
        asked = services.request_reward(actor=cast.kim, reward=reward)
        services.approve_reward(request=asked, actor=cast.choi)
        row = db.session.query(Transfer).filter_by(kind=TransferKind.AWARD).order_by(Transfer.id).first()
        services.reverse_transfer(
            transfer=row, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="사실과 다르다."
        )
    close(cast)
    assert balance(person_id=cast.kim.id) == Decimal(-8)
    assert list(services.check_ledger()) == []


def test_closing_twice_is_closing_once(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    closing_id = close(cast)
    with clock.frozen_at(AFTER):
        confirm(cast.yoon, closing_id, "another")
        assert propose(cast) == closing_id
    assert len(expiries()) == 2
    assert db.session.query(YearLock).count() == 1


def test_many_confirmations_at_once_close_once(cast, earned, at_once):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER), transaction():
        closing_id = services.propose_closing(actor=cast.choi, year=YEAR, second_id=cast.yoon.id).id
        digest = queries.preview_of(YEAR).digest

    def work(_number):
        with clock.frozen_at(AFTER):
            found = db.session.get_one(YearClosing, closing_id)
            return services.confirm_closing(closing=found, actor=cast.yoon, digest=digest).id

    found = at_once(work, 12)
    assert [answer for answer in found if not isinstance(answer, int | Conflict | Refused)] == []
    assert closing_id in found
    assert len(expiries()) == 2
    assert list(services.check_ledger()) == []


def test_many_proposals_at_once_are_one(cast, earned, at_once):
    def work(_number):
        with clock.frozen_at(AFTER):
            return services.propose_closing(actor=cast.choi, year=YEAR, second_id=cast.yoon.id).id

    found = at_once(work, 12)
    assert len(set(found)) == 1
    assert db.session.query(YearClosing).count() == 1


def test_a_closed_year_takes_neither_points_nor_claims(cast, earned):
    close(cast)
    with clock.frozen_at(AFTER):
        with pytest.raises(Refused), transaction():
            factory.award(cast.park, "claim:88001", day=date(2026, 12, 30))
        with pytest.raises(Refused), transaction():
            factory.submitted(cast.kim, day=date(2026, 12, 30))
        with pytest.raises(Refused, match="2026"):
            propose(cast, year=YEAR - 1)


def test_sums_that_changed_are_looked_at_again(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER):
        closing_id = propose(cast)
        with pytest.raises(Conflict):
            confirm(cast.yoon, closing_id, "0" * 64)
    assert expiries() == []


def test_claims_and_reservations_on_the_way_come_first(cast, earned):
    with transaction():
        factory.submitted(cast.kim)
        services.request_reward(actor=cast.kim, reward=rewards.reward(cast.choi))
    assert [item.kind for item in queries.blockers_of(YEAR)] == ["claim", "reward"]
    with clock.frozen_at(AFTER), pytest.raises(Refused, match="2"):
        propose(cast)


def test_only_another_office_confirms(cast, earned):
    with clock.frozen_at(AFTER):
        for second in (cast.jung, cast.bae, cast.kim, cast.choi, cast.gam):
            with pytest.raises(Refused):
                propose(cast, second)
        closing_id = propose(cast)
        for other in (cast.choi, cast.bae, cast.lee, cast.jung, cast.gam):
            with pytest.raises(Denied):
                confirm(other, closing_id)
    assert expiries() == []


def test_a_second_who_moved_into_the_office_of_the_proposer_does_not_confirm(cast, earned):
    with clock.frozen_at(AFTER):
        closing_id = propose(cast)
        with pytest.raises(Refused):
            confirm(replace(cast.yoon, department_id=cast.tower), closing_id)


def test_a_running_year_is_not_closed_and_a_past_one_gets_no_rule(cast, earned):
    with pytest.raises(Refused):
        propose(cast)
    with pytest.raises(Refused):
        set_rule(cast, YearEndKind.EXPIRE_ALL, year=YEAR - 1)
    with pytest.raises(Refused):
        set_rule(cast, YearEndKind.CARRY_ALL, "3")
    with pytest.raises(Refused):
        set_rule(cast, YearEndKind.CARRY_UP_TO)
    with pytest.raises(Denied), transaction():
        services.set_year_rule(
            actor=cast.lee, year=YEAR, subject=ItemSubject.PERSON, rule=YearEnd(YearEndKind.EXPIRE_ALL), reason=WHY
        )


def test_a_withdrawn_proposal_can_be_made_again(cast, earned):
    with clock.frozen_at(AFTER):
        first = propose(cast)
        with transaction():
            services.withdraw_closing(
                closing=db.session.get_one(YearClosing, first), actor=cast.yoon, reason="이월 한도를 다시 보아 주세요."
            )
        second = propose(cast, cast.lee)
        assert second != first
        with pytest.raises(Conflict):
            confirm(cast.yoon, first)
        confirm(cast.lee, second)
    assert is_closed(YEAR)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mileage_year_closings SET state = 'withdrawn'",
        "UPDATE mileage_year_closings SET content = 'x'",
        "DELETE FROM mileage_year_closings",
        "UPDATE mileage_closing_lines SET expired = 0",
        "DELETE FROM mileage_closing_lines",
        "UPDATE mileage_year_rules SET kind = 'carry_all', most = NULL",
        "DELETE FROM mileage_period_closures",
    ],
)
def test_the_database_keeps_a_closing_as_it_was(cast, earned, statement):
    set_rule(cast, YearEndKind.CARRY_UP_TO, "10")
    close(cast)
    with pytest.raises(DatabaseError):
        run(statement)


@pytest.mark.parametrize(
    "change",
    [
        "second_id = proposed_by_id",
        "second_department_id = proposing_department_id",
        "year = 2025",
        "state = 'confirmed'",
    ],
)
def test_the_database_refuses_one_office_alone(cast, earned, change):
    with clock.frozen_at(AFTER):
        propose(cast)
    with pytest.raises(DatabaseError):
        run(f"UPDATE mileage_year_closings SET {change}")


def test_nothing_expires_without_a_closing(cast, earned):
    with pytest.raises(DatabaseError):
        expire(cast)


def expire(cast):
    with transaction():
        lock_pool()
        account, pool = lock_owner(Owner.person(cast.kim.id)), lock_pool(AccountKind.EXPIRED_POOL)
        post_transfer(
            Posting(
                kind=TransferKind.EXPIRY,
                debit_account_id=account.id,
                credit_account_id=pool.id,
                points=Decimal(1),
                source=f"closing:2026:{account.id}",
                occurred_on=clock.today(),
                actor_id=cast.choi.id,
            )
        )


def test_the_check_finds_a_changed_report(cast, earned):
    close(cast)
    with without_triggers("mileage_year_closings"), transaction():
        writing()
        db.session.execute(text("UPDATE mileage_year_closings SET content = '{}'"))
    assert len(check_published().problems) == 2


# Pages


def test_the_tower_previews_and_proposes_and_the_second_confirms(cast, earned, as_):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER):
        tower, second = as_(cast.choi), as_(cast.yoon)
        page = tower.get("/mileage/closings/2026").text
        assert "a preview: no points have moved" in page.lower()
        assert expiries() == []
        assert tower.post("/mileage/closings/2026/proposals", data={"second_id": cast.yoon.id}).status_code == 302
        seen = second.get("/mileage/closings/2026").text
        assert "교통과" in seen
        assert "김하늘" not in seen
        data = {"digest": queries.preview_of(YEAR).digest}
        assert second.post("/mileage/closings/2026/confirmations", data=data).status_code == 302
        assert tower.get("/mileage/closings").text.count("Year closed") == 1
        own = as_(cast.kim).get("/mileage").text
        assert "2026 is closed: 40 earned, 0 spent, 40 expired, 0 carried over." in own
        assert "Expired with the closing of 2026" in own
        assert "김하늘" in tower.get("/mileage/closings/2026").text
    assert db.session.query(YearClosing).one().state is ClosingState.CONFIRMED


@pytest.mark.parametrize("year", ["1999", "2027", "9999", "99999999999999999999"])
def test_a_year_that_is_none_is_not_found(cast, earned, as_, year):
    assert as_(cast.choi).get(f"/mileage/closings/{year}").status_code == 404


def test_a_head_who_was_not_named_sees_nothing(cast, earned, as_):
    with clock.frozen_at(AFTER):
        propose(cast)
        assert as_(cast.lee).get("/mileage/closings/2026").status_code == 404
        assert as_(cast.lee).post("/mileage/closings/2026/confirmations").status_code == 404
        assert as_(cast.lee).get("/mileage/closings").status_code == 403


def test_the_command_previews_proposes_once_and_cannot_confirm(cast, earned, app):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    runner = app.test_cli_runner()
    with clock.frozen_at(AFTER):
        seen = runner.invoke(args=["mileage", "close", "2026"])
        assert (seen.exit_code, db.session.query(YearClosing).count()) == (0, 0)
        assert runner.invoke(args=["mileage", "close", "2026", "--by", "choi"]).exit_code == 1
        for second, code in (("yoon", 0), ("yoon", 0), ("lee", 1)):
            made = runner.invoke(args=["mileage", "close", "2026", "--by", "choi", "--second", second])
            assert made.exit_code == code
        assert runner.invoke(args=["mileage", "close", "2026", "--by", "nobody", "--second", "yoon"]).exit_code == 1
    db.session.rollback()
    found = db.session.query(YearClosing).one()
    assert (found.state, found.second_id) == (ClosingState.PROPOSED, cast.yoon.id)
    assert expiries() == []
