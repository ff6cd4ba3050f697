"""적립신청 일괄 등록: every row becomes a claim of the person it names, or none does; nobody decides what they entered."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.services.people import transfer_person
from app.core import clock
from app.core.database import db, transaction, writing
from app.core.errors import Denied, Refused
from app.core.sheets import SheetErrors
from app.jobs.running import work_until_idle
from app.mileage import services
from app.mileage.enums import ClaimState
from app.mileage.models import Claim, ClaimEntry, ClaimShare, ClaimUpload, Transfer, YearLock
from app.mileage.queries import turns
from app.mileage.routes import claim_uploads as routes
from tests.factories import claim_uploads as factory
from tests.factories import mileage as claimed
from tests.factories.claim_uploads import row, upload, workbook
from tests.factories.mileage import PDF
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)
PAPER = "증빙.pdf"


def claims():
    return db.session.query(Claim).order_by(Claim.id).all()


def wrong(*rows, actor, **options):
    with pytest.raises(SheetErrors) as refusal, transaction():
        upload(actor, *rows, **options)
    assert (db.session.query(Claim).count(), db.session.query(ClaimUpload).count()) == (0, 0)
    return [(error.row, error.column) for error in refusal.value.errors]


def test_the_control_tower_reads_in_claims_that_then_go_their_usual_way(cast, items):
    with transaction():
        upload(
            cast.bae,
            row("kim", evidence=PAPER, shares="kim:60; ahn:40"),
            row("park", evidence=PAPER, points="3.5"),
            row("lee", evidence=PAPER),
            handed_in=True,
        )
    first, second, third = claims()
    assert [(one.claimant_id, one.department_id, one.state, one.skips_head) for one in (first, second, third)] == [
        (cast.kim.id, cast.traffic, ClaimState.SUBMITTED, False),
        (cast.park.id, cast.civil, ClaimState.SUBMITTED, False),
        (cast.lee.id, cast.traffic, ClaimState.SUBMITTED, True),
    ]
    assert second.points == Decimal("3.5")
    with transaction():
        services.confirm_claim(claim=first, actor=cast.lee)
        services.verify_claim(claim=first, actor=cast.choi)
    assert db.session.query(Transfer).count() == 2
    assert list(services.check_ledger()) == []


def test_every_claim_and_the_workbook_leave_their_mark(cast, items, published):
    with transaction():
        upload(cast.bae, row("kim", evidence=PAPER), row("park", evidence=PAPER), handed_in=True)
    names = [type(event).__name__ for event in published]
    assert [names.count(name) for name in ("ClaimWritten", "EvidenceStored", "ClaimsEntered", "ClaimSubmitted")] == [
        2,
        2,
        1,
        2,
    ]
    assert {event.actor_id for event in published} == {cast.bae.id}


def test_drafts_stay_with_the_person_named_until_that_person_hands_them_in(cast, items):
    with transaction():
        upload(cast.kang, row("ahn", evidence=PAPER))
    (claim,) = claims()
    assert claim.state is ClaimState.DRAFT
    with pytest.raises(Denied), transaction():
        services.submit_claim(claim=claim, actor=cast.kang)
    with transaction():
        services.submit_claim(claim=claim, actor=cast.ahn)
    assert claim.state is ClaimState.SUBMITTED


def test_whoever_entered_a_claim_does_not_decide_about_it(cast, items):
    with transaction():
        upload(cast.lee, row("kim", evidence=PAPER), handed_in=True)
        upload(cast.choi, row("park", evidence=PAPER), handed_in=True)
    first, second = claims()
    assert [len(owed_by(who)) for who in (cast.lee, cast.acting)] == [0, 1]
    with pytest.raises(Refused), transaction():
        services.confirm_claim(claim=first, actor=cast.lee)
    with pytest.raises(Refused), transaction():
        services.return_claim(claim=first, actor=cast.lee, reason="다시 적어 주십시오. 사실과 다릅니다.")
    with transaction():
        services.confirm_claim(claim=first, actor=cast.acting)
        services.confirm_claim(claim=second, actor=cast.yoon)
    with pytest.raises(Refused), transaction():
        services.verify_claim(claim=second, actor=cast.choi)
    statement = (
        "UPDATE mileage_claims SET verifier_id = :who, verified_at = submitted_at, state = 'posted' WHERE id = :id"
    )
    with pytest.raises(DatabaseError), writing():
        db.session.execute(text(statement), {"who": cast.choi.id, "id": second.id})
    db.session.rollback()


def test_where_the_only_head_entered_it_the_control_tower_stands_in(cast, items):
    with transaction():
        upload(cast.yoon, row("park", evidence=PAPER), handed_in=True)
    assert [len(owed_by(who)) for who in (cast.yoon, cast.choi, cast.bae)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("name", "number", "found"),
    [
        ("kim", "kim", []),
        ("kim", "ahn", [(2, "사번")]),
        ("lee", "ahn", []),
        ("kang", "ahn", []),
        ("lee", "park", [(2, "사번")]),
        ("choi", "park", []),
        ("jung", "park", [(2, "사번")]),
        ("goh", "park", [(2, "사번")]),
    ],
)
def test_people_claim_only_for_whom_they_may(cast, items, name, number, found):
    actor = getattr(cast, name)
    if found:
        assert wrong(row(number, evidence=PAPER), actor=actor) == found
    else:
        with transaction():
            upload(actor, row(number, evidence=PAPER))
        assert len(claims()) == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"points": "0"}, "점수"),
        ({"points": "-1"}, "점수"),
        ({"points": "1000000000"}, "점수"),
        ({"points": "0.001"}, "점수"),
        ({"shares": "kim:33; ahn:33; lee:33"}, "배분"),
        ({"shares": "kim 100"}, "배분"),
        ({"shares": "kim:50; nobody:50"}, "배분"),
        ({"shares": "kim:50; kim:50"}, "배분"),
        ({"day": date(2026, 11, 24)}, "발생일"),
        ({"day": date(2025, 12, 31)}, "발생일"),
        ({"code": "P99"}, "항목코드"),
        ({"code": "P01"}, "항목코드"),
        ({"code": "D11"}, "항목코드"),
        ({"unit": "도로과"}, "부서"),
        ({"evidence": "없는파일.pdf"}, "증빙"),
        ({"evidence": None}, "증빙"),
        ({"title": "가" * 201}, "제목"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_saved(cast, items, changes, column):
    bad = row("kim", **{"evidence": PAPER, "title": "다른 일", **changes})
    assert wrong(row("kim", evidence=PAPER), bad, actor=cast.choi, handed_in=True) == [(3, column)]


def test_a_row_that_says_the_same_again_is_refused(cast, items):
    assert wrong(row("kim", evidence=PAPER), row("kim", evidence=PAPER), actor=cast.choi) == [(3, None)]


def test_a_closed_year_takes_no_claims(cast, items):
    with transaction() as session:
        session.add(
            YearLock(
                year=2026,
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 11, 21),
                closed_at=clock.now(),
                closed_by_id=cast.choi.id,
            )
        )
    assert wrong(row("kim", evidence=PAPER), actor=cast.choi) == [(2, "발생일")]


def test_the_same_workbook_is_read_in_once(cast, items, at_once):
    one = row("kim", evidence=PAPER)
    content = workbook(one)  # a workbook says in which second it was made
    found = at_once(lambda _number: upload(cast.choi, one, content=content).id, 4)
    assert sum(isinstance(answer, int) for answer in found) == 1
    assert {type(answer) for answer in found if isinstance(answer, Exception)} == {Refused}
    assert len(claims()) == 1


def test_somebody_who_moved_is_claimed_for_where_they_work_now(cast, items):
    person = db.session.get_one(Person, cast.kim.id)
    with transaction():
        kept = claimed.submitted(cast.kim)
        transfer_person(person=person, to_department_id=cast.civil, on=clock.today(), actor=cast.goh)
    assert db.session.get_one(Claim, kept.id).department_id == cast.traffic
    with pytest.raises(SheetErrors, match="민원봉사과"), transaction():
        upload(cast.choi, row("kim", evidence=PAPER))
    with transaction():
        upload(cast.choi, row("kim", unit="민원봉사과", evidence=PAPER))
    assert claims()[-1].department_id == cast.civil


def test_twenty_thousand_rows_with_three_wrong_ones_say_which_and_save_nothing(cast, items):
    rows = [row("kim", f"서식 {number}", evidence=PAPER) for number in range(20_000)]
    for number in (7, 9_999, 19_999):
        rows[number] = row("kim", f"서식 {number}", points="-3", evidence=PAPER)
    with count_statements() as counted:
        assert wrong(*rows, actor=cast.choi) == [(9, "점수"), (10_001, "점수"), (20_001, "점수")]
    assert len(counted) <= 10


def test_a_row_costs_its_own_insert_at_most(cast, items):
    few = [row("kim", f"서식 {number}", evidence=None) for number in range(3)]
    many = [row("kim", f"서류 {number}", evidence=None) for number in range(30)]
    counts = []
    for rows in (few, many):
        with count_statements() as counted, transaction():
            upload(cast.choi, *rows)
        counts.append(len(counted))
    assert counts[1] - counts[0] <= len(many) - len(few)
    assert db.session.query(ClaimShare).count() == db.session.query(ClaimEntry).count() == 33


def test_the_page_reads_a_workbook_in_or_gives_it_back(as_, cast, items):
    client = as_(cast.choi)
    assert client.get("/mileage/claims/uploads/new").status_code == 200
    bad = workbook(row("kim", points="0"), row("kim", "둘째"))
    answer = client.post("/mileage/claims/uploads", data={"file": (BytesIO(bad), "신청.xlsx")})
    assert answer.status_code == 422
    token = answer.text.partition("/mileage/claims/uploads/errors/")[2].partition(".xlsx")[0]
    sheet = load_workbook(BytesIO(client.get(f"/mileage/claims/uploads/errors/{token}.xlsx").data))["신청"]
    assert [cell.value for cell in sheet[1]][-1] == "오류"
    assert (bool(sheet.cell(2, sheet.max_column).value), sheet.cell(3, sheet.max_column).value) == (True, None)
    good = workbook(row("kim", evidence=PAPER), row("park", evidence=PAPER))
    data = {"file": (BytesIO(good), "신청.xlsx"), "papers": (BytesIO(PDF), PAPER), "handed_in": "y"}
    assert client.post("/mileage/claims/uploads", data=data).location.endswith("scope=entered")
    assert client.get("/mileage/claims?scope=entered").text.count("민원 서식 세 장을 한 장으로") == 2
    assert [claim.state for claim in claims()] == [ClaimState.SUBMITTED] * 2
    page = client.get(f"/mileage/claims/{claims()[0].id}").text
    assert "/confirmations" not in page
    assert page.count(cast.choi.name) > client.get("/mileage/items").text.count(cast.choi.name) + 1


def test_the_template_can_be_filled_in_and_read(as_, cast, items):
    sheet = load_workbook(BytesIO(as_(cast.kim).get("/mileage/claims/uploads/template.xlsx").data))["신청"]
    assert [cell.value for cell in sheet[1]] == [column.header for column in factory.COLUMNS]


def sent(client, content):
    return client.post("/mileage/claims/uploads", data={"file": (BytesIO(content), "신청.xlsx")})


def test_a_large_workbook_is_read_in_by_background_work(as_, cast, items, monkeypatch):
    monkeypatch.setattr(routes, "ROWS_AT_ONCE", 1)
    client = as_(cast.bae)
    where = sent(client, workbook(row("kim"), row("park"))).location
    assert where.startswith("/jobs/")
    assert claims() == []
    assert work_until_idle() == 1
    page = client.get(where).text
    assert "2 claims are read in." in page
    assert "/mileage/claims?scope=entered" in page
    assert [one.claimant_id for one in claims()] == [cast.kim.id, cast.park.id]


def test_a_large_workbook_with_a_wrong_row_comes_back_from_background_work(as_, cast, items, monkeypatch):
    monkeypatch.setattr(routes, "ROWS_AT_ONCE", 1)
    client = as_(cast.bae)
    where = sent(client, workbook(row("kim"), row("nobody", unit="교통과"))).location
    work_until_idle()
    assert claims() == []
    assert f"{where}/result" in client.get(where).text
    book = load_workbook(BytesIO(client.get(f"{where}/result", buffered=True).data))
    header, right, bad = (list(cells) for cells in book["신청"].iter_rows(values_only=True))
    place = header.index("오류")
    assert (right[place], bool(bad[place])) == (None, True)
