"""조직·직원 통합문서 on the page."""

import io

from openpyxl import load_workbook

from app.accounts.models import AccessRecord, Person
from app.accounts.sheets import organization_sheets
from app.core.database import db, transaction
from app.core.sheets import write_workbook

REASON = "인사이동 반영을 위한 자료 확인"


def workbook(*people):
    target = io.BytesIO()
    write_workbook(target, organization_sheets(empty=True))
    book = load_workbook(target)
    for row in people:
        book["직원"].append(row)
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    return filled


def send(client, file, **typed):
    data = {"file": (file, "office.xlsx"), **typed}
    return client.post("/admin/workbook/imports", data=data, content_type="multipart/form-data")


def entered():
    return db.session.query(Person).filter(Person.employee_no.startswith("2026")).count()


GOOD = ["20260001", "홍길동", "7급", "행정", "교통과", "2026-01-01"]
BAD = ["20260002", "임꺽정", "7급", "행정", "없는과", "2026-01-01"]


def test_a_good_workbook_is_saved(as_, cast):
    assert send(as_(cast.goh), workbook(GOOD)).status_code == 302
    assert entered() == 1


def test_a_dry_run_saves_nothing(as_, cast):
    assert send(as_(cast.goh), workbook(GOOD), dry_run="y").status_code == 302
    assert entered() == 0


def test_a_wrong_row_saves_nothing_and_comes_back_in_the_same_workbook(as_, cast):
    client = as_(cast.goh)
    answer = send(client, workbook(GOOD, BAD))
    assert (answer.status_code, entered()) == (422, 0)
    assert "“없는과” is not known." in answer.text
    link = answer.text.partition('href="/admin/workbook/imports/')[2].partition('"')[0]
    returned = client.get(f"/admin/workbook/imports/{link}")
    sheet = load_workbook(io.BytesIO(returned.data))["직원"]
    assert [bool(sheet.cell(row, sheet.max_column).value) for row in (2, 3)] == [False, True]
    assert as_(cast.gam).get(f"/admin/workbook/imports/{link}").status_code == 403


def test_a_returned_workbook_is_for_its_sender_only(as_, cast):
    answer = send(as_(cast.goh), workbook(BAD))
    link = answer.text.partition('href="/admin/workbook/imports/')[2].partition('"')[0]
    with transaction():
        db.session.execute(
            db.text("UPDATE role_assignments SET role = 'administrator' WHERE person_id = :id"), {"id": cast.jung.id}
        )
    assert as_(cast.jung).get(f"/admin/workbook/imports/{link}").status_code == 404
    assert as_(cast.goh).get("/admin/workbook/imports/..%2f..%2fopum.db").status_code == 404


def test_the_administrator_cannot_take_a_role_by_workbook(as_, cast):
    book = load_workbook(workbook())
    book["역할"].append(["goh", "인사담당", None, "2026-11-23"])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    answer = send(as_(cast.goh), file)
    assert answer.status_code == 422
    assert "Nobody gives a role to themselves." in answer.text


def test_no_file_and_a_wrong_file_are_told_beside_the_field(as_, cast):
    client = as_(cast.goh)
    assert client.post("/admin/workbook/imports").status_code == 422
    assert send(client, io.BytesIO(b"no workbook")).status_code == 422


def test_an_export_needs_a_reason_and_leaves_a_record(as_, cast):
    client = as_(cast.goh)
    assert client.post("/admin/workbook/exports", data={"reason": "그냥"}).status_code == 422
    assert db.session.query(AccessRecord).count() == 0
    answer = client.post("/admin/workbook/exports", data={"reason": REASON})
    assert answer.status_code == 200
    record = db.session.query(AccessRecord).one()
    assert (record.action, record.reason, record.concerned_count) == (
        "people_exported",
        REASON,
        db.session.query(Person).count(),
    )
    assert load_workbook(io.BytesIO(answer.data)).properties.identifier == f"opum-export-{record.id}"


def test_an_export_asks_for_the_password_first(as_, cast):
    answer = as_(cast.goh, fresh=False).post("/admin/workbook/exports", data={"reason": REASON})
    assert answer.location.startswith("/reauthentications/new")


def test_a_name_that_looks_like_a_formula_leaves_as_text_and_comes_back_the_same(as_, cast):
    name = '=HYPERLINK("http://evil","x")'
    with transaction():
        db.session.get(Person, cast.kim.id).name = name
    client = as_(cast.goh)
    exported = client.post("/admin/workbook/exports", data={"reason": REASON}).data
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(exported))["직원"].iter_rows() for cell in row}
    assert "f" not in kinds
    assert send(client, io.BytesIO(exported)).status_code == 302
    assert db.session.get(Person, cast.kim.id).name == name
