"""Handling records for tests: workbooks that go through the real import."""

from hashlib import sha256
from io import BytesIO

from app.accounts.sheets import returned
from app.core.database import db, transaction
from app.core.sheets import Problems, Sheet, write_workbook
from app.organization.models import Holiday
from app.organization.services import seed_holidays
from app.voice.handling_jobs import HANDLING_IMPORT
from app.voice.services.handling_imports import check_rows, enter_records, waiting_rows
from app.voice.services.handling_sheets import COLUMNS, TITLE
from tests.factories import jobs

YEARS = (2024, 2025, 2026)


def days_off():
    """Enter the public holidays of the years of play."""
    with transaction():
        if not db.session.query(Holiday.id).first():
            seed_holidays(years=YEARS, actor=None)


def row(no, received="2026-03-03 10:00", completed="2026-03-04 10:00", **changes):
    """One row of the sheet 민원처리."""
    plain = {
        "접수번호": no,
        "접수일시": received,
        "완료일시": completed,
        "사무명": "여권 발급",
        "부서": "교통과",
        "담당 사번": "kim",
        "법정기간": "3",
        "단위": "일",
        "복합여부": "N",
        "결과": "처리완료",
        "연장": None,
        "불산입 기간": None,
    }
    return tuple((plain | changes)[column.header] for column in COLUMNS)


def workbook(*rows):
    """A workbook with the sheet 민원처리, as bytes."""
    target = BytesIO()
    write_workbook(target, [Sheet(TITLE, COLUMNS, rows)])
    return target.getvalue()


def entered(actor, *rows, name="민원.xlsx", is_example=False):
    """A batch of these rows, entered at once. Returns its id."""
    days_off()
    content, problems = workbook(*rows), Problems()
    with transaction(), waiting_rows() as found:
        check_rows(content, db.session.connection(), problems, found)
        problems.raise_any()
        digest = sha256(content).hexdigest()
        return enter_records(actor=actor, file_name=name, sha256=digest, found=found, is_example=is_example).id


def read_in(actor, content, name="민원.xlsx"):
    """The job that reads a workbook in, run to its end. Returns it."""
    days_off()
    token = returned.keep_as_sent(content, person_id=actor.id)
    return jobs.found(jobs.done(actor, HANDLING_IMPORT, token=token, file_name=name))
