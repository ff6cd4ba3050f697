"""인센티브 명세: previewed, frozen, handed out, and never changed."""

import json
from decimal import Decimal
from hashlib import sha256

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import AccessRecord, Person
from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.reports.documents.incentives import COLUMNS, incentives_file
from app.reports.models import IncentiveBatch
from app.reports.services import exports
from app.reports.services.exports import ExportChoice
from tests.factories.reports import publish, ready_for_export, round_with_ratings
from tests.statements import count_statements

REASON = "2026년 성과상여금 지급 자료"
HEADERS = (
    "기준연도",
    "직급",
    "직렬",
    "소속(기준일)",
    "사번",
    "성명",
    "평가단위",
    "실근무개월",
    "근평점",
    "부서점수",
    "혁신·창의점수",
    "실적가점",
    "출산가점",
    "감점(사유)",
    "총점",
    "단위 내 순위/인원",
    "등급",
    "제외사유",
    "지급률",
    "기준액",
    "지급액",
    "비고",
)


@pytest.fixture
def record(cast):
    with transaction():
        return ready_for_export(cast)


@pytest.fixture
def batch(cast, record):
    with transaction():
        return exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=record.code), reason=REASON)


def sheet_of(batch):
    book = CalamineWorkbook.from_filelike(incentives_file(batch, exports.batch_content(batch)))
    rows = book.get_sheet_by_name("인센티브 명세").to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def line_of(batch, number):
    return next(line for line in sheet_of(batch) if line["사번"] == number)


def test_the_workbook_has_exactly_the_columns_of_hr(batch):
    book = CalamineWorkbook.from_filelike(incentives_file(batch, exports.batch_content(batch)))
    assert tuple(book.get_sheet_by_name("인센티브 명세").to_python()[0]) == HEADERS
    assert tuple(column.header for column in COLUMNS) == HEADERS


def test_everybody_in_office_on_the_base_date_has_one_line(cast, batch):
    numbers = [line["사번"] for line in sheet_of(batch)]
    in_office = {p.employee_no for p in db.session.query(Person) if p.department_id and p.employee_no != "retired"}
    assert sorted(numbers) == sorted(in_office)


def test_a_line_says_what_is_known_and_leaves_empty_what_is_not(batch):
    line = line_of(batch, "kim")
    assert (line["기준연도"], line["직급"], line["직렬"], line["소속(기준일)"]) == (2026, "7급", "행정", "교통과")
    assert (line["성명"], line["평가단위"], line["실근무개월"]) == ("김하늘", "7급", 10)
    assert (line["부서점수"], line["혁신·창의점수"], line["총점"]) == (90, 0, 90)
    assert [line[name] for name in ("근평점", "실적가점", "출산가점", "감점(사유)")] == ["", "", "", ""]
    assert line["비고"] != ""


def test_amounts_are_base_times_rate_and_missing_without_base(batch):
    for line in sheet_of(batch):
        if line["직급"] not in {"6급", "7급"} or line["등급"] == "":
            assert line["지급액"] == "" or line["등급"] != ""
        else:
            assert Decimal(str(line["지급액"])) == Decimal(str(line["기준액"])) * Decimal(str(line["지급률"])) / 100
    head = line_of(batch, "lee")
    assert (head["직급"], head["기준액"], head["지급액"]) == ("5급", "", "")


def test_grades_follow_the_quota_inside_the_unit(batch):
    seventh = [line["등급"] for line in sheet_of(batch) if line["평가단위"] == "7급"]
    assert len(seventh) == 6
    assert seventh.count("S") >= 1


def test_who_served_less_than_two_months_is_excluded_with_the_reason(cast, record):
    with transaction():
        db.session.query(Person).filter_by(employee_no="ahn").update({"joined_on": record.base_on.replace(month=10)})
        batch = exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=record.code), reason=REASON)
    line = line_of(batch, "ahn")
    assert (line["실근무개월"], line["등급"], line["지급률"]) == (1, "", "")
    assert line["제외사유"] != ""
    assert batch.excluded == 1


def test_a_department_without_a_score_is_missing_and_not_zero(cast):
    with transaction():
        record = ready_for_export(cast)
        other = round_with_ratings(cast, "2026-G", {"교통과": "90", "민원봉사과": None})
        publish(cast, other)
        batch = exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=other.code), reason=REASON)
    assert record.code != other.code
    road = line_of(batch, "han")
    assert (road["부서점수"], road["총점"], road["등급"]) == ("", "", "")
    assert road["제외사유"] != ""


def test_the_totals_add_up(batch):
    lines = sheet_of(batch)
    assert batch.people == len(lines)
    assert batch.total_points == sum(Decimal(str(line["총점"])) for line in lines if line["총점"] != "")
    assert batch.total_won == sum(Decimal(str(line["지급액"])) for line in lines if line["지급액"] != "")
    assert batch.without_amount == sum(line["등급"] != "" and line["지급액"] == "" for line in lines)


def test_the_hash_is_that_of_the_content(batch):
    assert sha256(batch.content.encode()).hexdigest() == batch.sha256
    assert json.loads(batch.content)["publication"]["sha256"] == batch.publication_sha256


def test_the_same_round_gives_the_same_hash_again(cast, record, batch):
    assert exports.preview_export(ExportChoice(round_code=record.code)).sha256 == batch.sha256


def test_a_name_that_looks_like_a_formula_stays_text(cast, record):
    with transaction():
        db.session.query(Person).filter_by(employee_no="kim").update({"name": "=1+1"})
        batch = exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=record.code), reason=REASON)
    assert line_of(batch, "kim")["성명"] == "'=1+1"


def test_a_batch_and_its_access_record_are_audited(cast, batch):
    record = db.session.query(AccessRecord).one()
    assert (record.person_id, record.concerned_count) == (cast.jung.id, batch.people)
    entry = db.session.query(AuditEntry).filter(AuditEntry.subject_type == "incentive_batch").one()
    assert (entry.subject_id, entry.actor_id) == (batch.id, cast.jung.id)
    assert REASON not in entry.details


@pytest.mark.parametrize("statement", ["UPDATE incentive_batches SET people = 1", "DELETE FROM incentive_batches"])
def test_raw_sql_cannot_change_a_batch(batch, statement):
    with pytest.raises(DatabaseError, match="incentive_batches"), transaction():
        db.session.execute(text(statement))


def test_only_hr_makes_a_batch(cast, record):
    for actor in (cast.choi, cast.goh, cast.gam, cast.kim):
        with pytest.raises(Denied), transaction():
            exports.create_export(actor=actor, choice=ExportChoice(round_code=record.code), reason=REASON)


def test_a_short_reason_is_refused(cast, record):
    with pytest.raises(Refused), transaction():
        exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=record.code), reason="짧음")
    assert db.session.query(IncentiveBatch).count() == 0


def test_an_unpublished_round_is_refused(cast, record):
    with transaction():
        draft = round_with_ratings(cast, "2026-D")
    with pytest.raises(Refused), transaction():
        exports.create_export(actor=cast.jung, choice=ExportChoice(round_code=draft.code), reason=REASON)


def test_figures_that_changed_since_the_preview_are_a_conflict(cast, record):
    choice = ExportChoice(round_code=record.code)
    with pytest.raises(Conflict), transaction():
        exports.create_export(actor=cast.jung, choice=choice, reason=REASON, seen_sha256="0" * 64)


def test_a_preview_needs_the_same_statements_for_any_number_of_people(app, cast, record):
    with count_statements() as few:
        exports.preview_export(ExportChoice(round_code=record.code))
    db.session.rollback()
    with transaction():
        for number in range(5):
            person = Person(employee_no=f"x{number}", name="새사람", joined_on=record.starts_on)
            db.session.add(person)
    with count_statements() as many:
        exports.preview_export(ExportChoice(round_code=record.code))
    assert len(few) == len(many)
    assert len(many) <= 6


def test_the_password_is_asked_again_before_an_export(cast, as_, record):
    stale = as_(cast.jung, fresh=False)
    assert "/reauthentication" in stale.get("/reports/incentives/new").location


def test_the_auditor_sees_totals_and_gets_no_names(cast, as_, batch):
    client = as_(cast.gam)
    assert client.get("/reports/incentive-exports").status_code == 200
    assert batch.sha256 in client.get(f"/reports/incentive-exports/{batch.id}").text
    assert client.get(f"/reports/incentive-exports/{batch.id}.xlsx").status_code == 403
