"""연도 마감: after the last day for claims, by two offices in every sense, with a report that is taken out for a reason."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import AccessRecord
from app.accounts.queries.seconds import people_apart
from app.core import clock
from app.core.access import offices_of
from app.core.database import db, transaction, writing
from app.core.errors import Conflict, Refused
from app.mileage import services
from app.mileage.enums import ClosingState, YearEndKind
from app.mileage.models import YearClosing
from app.mileage.queries import year_closings as queries
from tests.factories import mileage as points
from tests.factories import rewards
from tests.factories.year_closings import (
    AFTER,
    YEAR,
    acting_for,
    award_everybody,
    close,
    confirm,
    expiries,
    propose,
    set_rule,
)
from tests.statements import count_statements

LAST_DAY_FOR_CLAIMS = datetime(2027, 1, 31, 3, tzinfo=UTC)
EXPORT, DATA = "/mileage/closings/2026/1/exports", {"reason": "연말 결산 자료로 낸다."}


@pytest.fixture
def earned(cast, items):
    """40 points each for 김 and 안."""
    with transaction():
        rewards.rich(cast.kim, cast.ahn)


def run(statement):
    with transaction():
        writing()
        db.session.execute(text(statement))


def test_the_report_is_taken_out_with_a_reason_masked_and_without_account_numbers(cast, earned, as_):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    with clock.frozen_at(AFTER):
        assert as_(cast.choi).get(f"{EXPORT}/new").status_code == 404
    close(cast)
    with clock.frozen_at(AFTER):
        auditor = as_(cast.gam)
        assert auditor.get("/mileage/closings/2026/report.xlsx").status_code == 404
        assert "2 accounts go out" in auditor.get(f"{EXPORT}/new").text
        assert auditor.post(EXPORT, data={"reason": "짧다"}).status_code == 422
        answer = auditor.post(EXPORT, data=DATA)
        assert as_(cast.lee).post(EXPORT, data=DATA).status_code == 403
    book = load_workbook(BytesIO(answer.data))
    assert [row[1].value for row in book["계정"].rows] == ["이름·부서", "김*늘", "안*다"]
    assert "계정번호" not in [cell.value for cell in next(book["계정"].rows)]
    hashes = [row[1].value for row in book["마감"].rows if row[0].value == "SHA-256"]
    assert hashes == [db.session.query(YearClosing).one().sha256]
    record = db.session.query(AccessRecord).filter_by(action="closing_exported").one()
    assert (record.person_id, record.concerned_count, record.reason) == (cast.gam.id, 2, DATA["reason"])


def test_the_report_is_not_taken_out_on_an_old_password(cast, earned, as_):
    close(cast)
    with clock.frozen_at(AFTER):
        client = as_(cast.choi)
    with clock.frozen_at(AFTER + timedelta(minutes=6)):
        answer = client.post(EXPORT, data=DATA)
    assert answer.status_code == 302
    assert db.session.query(AccessRecord).filter_by(action="closing_exported").count() == 0


def test_a_year_is_not_closed_while_its_facts_can_be_claimed(cast, earned, as_):
    with transaction():
        points.draft(cast.kim)
    with clock.frozen_at(LAST_DAY_FOR_CLAIMS):
        with pytest.raises(Refused, match="2027-02-01"):
            propose(cast)
        page = as_(cast.choi).get("/mileage/closings/2026").text
        assert "can still be claimed" in page
        assert "Propose to close the year" not in page
    with clock.frozen_at(LAST_DAY_FOR_CLAIMS + timedelta(days=1)):
        page = as_(cast.choi).get("/mileage/closings/2026").text
        assert "1 claims of the year are drafts or were sent back" in page
        assert "Propose to close the year" in page
        confirm(cast.yoon, propose(cast))
    assert queries.closing_of(YEAR).state is ClosingState.CONFIRMED


def test_a_head_who_stands_in_for_the_proposers_office_does_not_confirm(cast, earned):
    with clock.frozen_at(AFTER):
        closing_id = propose(cast)
    yoon = acting_for(cast.yoon, cast.tower)
    with clock.frozen_at(AFTER):
        assert cast.yoon.id not in dict(people_apart(offices_of(cast.choi)))
        with pytest.raises(Refused):
            confirm(yoon, closing_id)
        with pytest.raises(DatabaseError):
            run(
                "UPDATE mileage_year_closings SET state = 'confirmed', confirmed_at = '2027-02-10 03:00:00+00:00', "
                "confirmed_on = '2027-02-10', content = '{}', sha256 = 'x'"
            )


def test_a_proposer_who_stands_in_for_the_seconds_office_does_not_ask_there(cast, earned):
    choi = acting_for(cast.choi, cast.civil)
    with clock.frozen_at(AFTER), pytest.raises(Refused):
        propose(cast, actor=choi)


def test_another_second_person_is_a_conflict_not_the_first_proposal(cast, earned, as_):
    with clock.frozen_at(AFTER):
        propose(cast)
        with pytest.raises(Conflict):
            propose(cast, cast.lee)
        answer = as_(cast.choi).post("/mileage/closings/2026/proposals", data={"second_id": cast.lee.id})
        assert answer.status_code == 409
        confirm(cast.yoon, propose(cast))
        assert propose(cast, cast.lee) == queries.closing_of(YEAR).id


def test_closing_takes_as_many_statements_for_many_accounts_as_for_few(cast, earned):
    set_rule(cast, YearEndKind.EXPIRE_ALL)
    few = statements_of_closing(cast, YEAR)
    set_rule(cast, YearEndKind.EXPIRE_ALL, year=YEAR + 1)
    everybody = (cast.kim, cast.ahn, cast.park, cast.lee, cast.yoon, cast.han, cast.kang, cast.seo, cast.bae)
    award_everybody(everybody, 90_000, datetime(2027, 6, 1, 3, tzinfo=UTC))
    many = statements_of_closing(cast, YEAR + 1)
    assert len(expiries()) == 2 + len(everybody)
    assert len(many) <= len(few)
    assert list(services.check_ledger()) == []


def statements_of_closing(cast, year):
    with clock.frozen_at(AFTER.replace(year=year + 1)):
        closing_id = propose(cast, year=year)
        digest = queries.preview_of(year).digest
        with count_statements() as statements, transaction():
            closing = db.session.get_one(YearClosing, closing_id)
            services.confirm_closing(closing=closing, actor=cast.yoon, digest=digest)
    return statements
