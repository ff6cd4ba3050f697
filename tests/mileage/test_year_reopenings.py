"""마감 다시 열기: by two offices; what expired comes back, the year takes points, and closing it again is closing no. 2."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.cli.check import check_published
from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Denied, Refused
from app.mileage import services
from app.mileage.enums import AccountKind, ReopeningState, ReversalReason, YearEndKind
from app.mileage.models import Transfer, YearClosing, YearReopening
from app.mileage.queries import year_closings as queries
from app.mileage.queries.year_locks import is_closed
from app.mileage.services import year_reopenings
from tests.factories import mileage as points
from tests.factories import rewards
from tests.factories.year_closings import (
    AFTER,
    WHY,
    YEAR,
    acting_for,
    agree,
    balance,
    close,
    confirm,
    expiries,
    propose,
    propose_reopening,
    set_rule,
)
from tests.triggers import without_triggers

SPRING = datetime(2027, 4, 1, 3, tzinfo=UTC)
IN_THE_YEAR = date(2026, 12, 30)
PAGE = "/mileage/closings/2026"


@pytest.fixture
def closed(cast, items):
    """40 points each for 김 and 안, of which 15 expired with the year 2026. Returns the id of the closing."""
    with transaction():
        rewards.rich(cast.kim, cast.ahn)
    set_rule(cast, YearEndKind.CARRY_UP_TO, "25")
    return close(cast)


def reopen(cast, closing_id):
    with clock.frozen_at(SPRING):
        agree(cast.lee, propose_reopening(cast, closing_id))


def close_again(cast):
    with clock.frozen_at(SPRING):
        closing_id = propose(cast)
        confirm(cast.yoon, closing_id)
    return closing_id


def all_is_well():
    return [*services.check_ledger(), *services.check_closings(), *check_published().problems] == []


def test_what_expired_comes_back_and_the_year_takes_points_and_claims(cast, closed, published):
    assert balance(person_id=cast.kim.id) == Decimal(25)
    reopen(cast, closed)
    assert balance(person_id=cast.kim.id) == Decimal(40)
    assert balance(kind=AccountKind.EXPIRED_POOL) == 0
    assert not is_closed(YEAR)
    found = db.session.query(YearReopening).one()
    assert (found.state, found.accounts, found.given_back) == (ReopeningState.AGREED, 2, Decimal(30))
    backs = db.session.query(Transfer).filter_by(reason_code=ReversalReason.YEAR_REOPENED).all()
    assert [(row.occurred_on, row.reason) for row in backs] == [(date(2027, 4, 1), WHY)] * 2
    assert [type(event).__name__ for event in published][-1] == "YearReopened"
    with clock.frozen_at(SPRING), transaction():
        points.award(cast.park, "claim:88001", day=IN_THE_YEAR)
        claim = points.confirmed(cast.kim, cast.lee, day=IN_THE_YEAR)
        services.verify_claim(claim=claim, actor=cast.choi)
    assert all_is_well()


def test_closing_again_is_closing_number_two_and_the_first_report_stands(cast, closed, as_):
    first = db.session.get_one(YearClosing, closed)
    frozen = (first.content, first.sha256)
    reopen(cast, closed)
    with clock.frozen_at(SPRING), transaction():
        points.award(cast.kim, "claim:88001", code="P01", points="8", day=IN_THE_YEAR)
    second_id = close_again(cast)
    db.session.expire_all()
    second = db.session.get_one(YearClosing, second_id)
    assert (second.number, second.year) == (2, YEAR)
    assert json.loads(second.content)["replaces"] == {"number": 1, "sha256": frozen[1]}
    assert (db.session.get_one(YearClosing, closed).content, queries.report_of(first).digest) == frozen
    assert is_closed(YEAR)
    assert balance(person_id=cast.kim.id) == Decimal(25)
    assert balance(kind=AccountKind.EXPIRED_POOL) == Decimal(38)
    found = db.session.query(YearReopening).one()
    assert (found.state, found.closed_again_id) == (ReopeningState.ENDED, second_id)
    assert all_is_well()
    with clock.frozen_at(SPRING):
        tower = as_(cast.choi)
        assert f"{PAGE}/1" in tower.get(PAGE).text
        assert frozen[1] in tower.get(f"{PAGE}/1").text
        assert second.sha256 in tower.get(PAGE).text
        book = tower.post(f"{PAGE}/2/exports", data={"reason": "다시 마감한 자료로 낸다."})
        cells = [cell.value for row in load_workbook(BytesIO(book.data))["마감"].rows for cell in row]
        assert f"1차 {frozen[1]}" in cells
        own = as_(cast.kim).get("/mileage").text
        assert own.count("2026 is closed:") == 1
        assert "2026 is closed: 48 earned, 0 spent, 23 expired, 25 carried over." in own


def test_everything_can_be_done_a_third_time(cast, closed):
    reopen(cast, closed)
    second = close_again(cast)
    with clock.frozen_at(SPRING):
        agree(cast.lee, propose_reopening(cast, second))
    third = close_again(cast)
    assert db.session.get_one(YearClosing, third).number == 3
    assert balance(person_id=cast.kim.id) == Decimal(25)
    assert all_is_well()


def test_done_twice_is_done_once(cast, closed, at_once):
    with clock.frozen_at(SPRING):
        first = propose_reopening(cast, closed)
        assert propose_reopening(cast, closed) == first
        with pytest.raises(Conflict):
            propose_reopening(cast, closed, second=cast.yoon)

    def work(_number):
        with clock.frozen_at(SPRING):
            found = db.session.get_one(YearReopening, first)
            return year_reopenings.agree_reopening(reopening=found, actor=cast.lee).id

    found = at_once(work, 8)
    assert [answer for answer in found if not isinstance(answer, int | Conflict)] == []
    assert balance(person_id=cast.kim.id) == Decimal(40)
    with clock.frozen_at(SPRING), pytest.raises(Conflict):
        propose_reopening(cast, closed)
    assert all_is_well()


def test_what_was_carried_over_and_spent_since_stays_spent(cast, closed):
    """The new year's spending takes old points; the second closing lets expire only what is still there."""
    with clock.frozen_at(AFTER), transaction():
        reward = rewards.reward(cast.choi, points="20")
        asked = services.request_reward(actor=cast.kim, reward=reward)
        services.approve_reward(request=asked, actor=cast.choi)
        services.hand_over_reward(request=asked, actor=cast.jung, given_on=AFTER.date())
    reopen(cast, closed)
    assert balance(person_id=cast.kim.id) == Decimal(20)
    close_again(cast)
    assert balance(person_id=cast.kim.id) == Decimal(20)
    assert balance(person_id=cast.ahn.id) == Decimal(25)
    assert all_is_well()


def test_an_expiry_that_was_taken_back_by_hand_does_not_come_back_twice(cast, closed):
    with clock.frozen_at(AFTER), transaction():
        services.reverse_transfer(
            transfer=expiries()[0], actor=cast.choi, reason_code=ReversalReason.OTHER, reason="잘못 소멸한 점수이다."
        )
    reopen(cast, closed)
    assert [balance(person_id=person.id) for person in (cast.kim, cast.ahn)] == [Decimal(40)] * 2
    assert db.session.query(YearReopening).one().accounts == 1
    assert all_is_well()


def test_only_another_office_agrees(cast, closed):
    with clock.frozen_at(SPRING):
        for second in (cast.jung, cast.bae, cast.kim, cast.choi, cast.gam):
            with pytest.raises(Refused):
                propose_reopening(cast, closed, second=second)
        for other in (cast.lee, cast.jung, cast.gam):
            with pytest.raises(Denied):
                propose_reopening(cast, closed, actor=other)
        number = propose_reopening(cast, closed)
        for other in (cast.choi, cast.bae, cast.yoon, cast.jung, cast.gam):
            with pytest.raises(Denied):
                agree(other, number)
    lee = acting_for(cast.lee, cast.tower)
    with clock.frozen_at(SPRING), pytest.raises(Refused):
        agree(lee, number)
    with pytest.raises(DatabaseError):
        run(
            "UPDATE mileage_year_reopenings SET state = 'agreed', agreed_on = '2027-04-01', "
            "agreed_at = '2027-04-01 03:00:00+00:00', given_back = 0, accounts = 0"
        )
    assert balance(person_id=cast.kim.id) == Decimal(25)


def test_years_are_opened_from_the_last_one_back(cast, closed):
    close(cast, YEAR + 1)
    with clock.frozen_at(datetime(2028, 3, 2, 3, tzinfo=UTC)), pytest.raises(Conflict, match="2027"):
        propose_reopening(cast, closed)


def test_a_later_year_is_not_closed_while_an_earlier_one_is_open_again(cast, closed):
    reopen(cast, closed)
    with clock.frozen_at(datetime(2028, 3, 2, 3, tzinfo=UTC)), pytest.raises(Refused, match="2026"):
        propose(cast, year=YEAR + 1)


def test_a_proposal_is_declined_and_can_be_made_again(cast, closed):
    with clock.frozen_at(SPRING):
        number = propose_reopening(cast, closed)
        with transaction():
            found = db.session.get_one(YearReopening, number)
            year_reopenings.withdraw_reopening(reopening=found, actor=cast.lee, reason=WHY)
        with pytest.raises(Conflict):
            agree(cast.lee, number)
        assert is_closed(YEAR)
        agree(cast.yoon, propose_reopening(cast, closed, second=cast.yoon))
    assert not is_closed(YEAR)


def run(statement):
    with transaction():
        writing()
        db.session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM mileage_year_reopenings",
        "UPDATE mileage_year_reopenings SET state = 'proposed', agreed_on = NULL, agreed_at = NULL, "
        "given_back = NULL, accounts = NULL",
        "UPDATE mileage_year_reopenings SET given_back = 0",
        "UPDATE mileage_year_reopenings SET reason = 'x'",
        "UPDATE mileage_year_reopenings SET state = 'ended', closed_again_id = closing_id",
        "INSERT INTO mileage_closing_lines SELECT closing_id, account_id + 1000, earned, spent, expired, carried "
        "FROM mileage_closing_lines",
    ],
)
def test_the_database_keeps_a_reopening_as_it_was(cast, closed, statement):
    reopen(cast, closed)
    with pytest.raises(DatabaseError):
        run(statement)


def test_a_closing_that_was_not_opened_again_is_not_followed_by_another(cast, closed):
    columns = "year, starts_on, ends_on, state, version, proposed_by_id, proposing_department_id, proposed_at"
    columns += ", proposed_on, second_id, second_department_id"
    with pytest.raises(DatabaseError):
        run(
            f"INSERT INTO mileage_year_closings (number, {columns}) SELECT 2, "
            f"{columns.replace('state', chr(39) + 'proposed' + chr(39))} FROM mileage_year_closings"
        )


def test_the_check_finds_what_did_not_come_back(cast, closed):
    reopen(cast, closed)
    assert list(services.check_closings()) == []
    with without_triggers("mileage_transfers"):
        run(f"DELETE FROM mileage_transfers WHERE reverses_id = {expiries()[0].id}")
    assert len(list(services.check_closings())) == 1


def test_the_pages_lead_through_it(cast, closed, as_):
    data = {"second_id": cast.lee.id, "reason": WHY}
    with clock.frozen_at(SPRING):
        tower, second, other = as_(cast.choi), as_(cast.lee), as_(cast.yoon)
        assert "Open this year again" in tower.get(PAGE).text
        assert tower.post(f"{PAGE}/reopenings", data=data | {"reason": "짧다"}).status_code == 422
        assert tower.post(f"{PAGE}/reopenings", data=data).status_code == 302
        assert tower.post(f"{PAGE}/reopenings", data=data | {"second_id": cast.yoon.id}).status_code == 409
        assert "is opened again" in second.get("/").text
        assert WHY in second.get(PAGE).text
        assert "30 points on 2 accounts" in second.get(PAGE).text
        assert other.post(f"{PAGE}/reopening-agreements").status_code == 403
        assert second.post(f"{PAGE}/reopening-agreements").status_code == 302
        assert "Opened again" in tower.get("/mileage/closings").text
        page = tower.get(PAGE).text
        assert "This year was opened again" in page
        assert "Propose to close the year" in page
        assert second.post(f"{PAGE}/reopening-agreements").status_code in {302, 409}


def test_the_command_proposes_a_reopened_year_once(cast, closed, app):
    reopen(cast, closed)
    runner, given = app.test_cli_runner(), ["--by", "choi", "--second", "yoon"]
    with clock.frozen_at(SPRING):
        assert [runner.invoke(args=["mileage", "close", "2026", *given]).exit_code for _n in range(2)] == [0, 0]
    db.session.rollback()
    assert [row.number for row in queries.closings_of(YEAR)] == [1, 2]
