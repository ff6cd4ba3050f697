"""Workbooks of claims for tests: everything goes through the real services."""

from datetime import date
from io import BytesIO

from app.core.sheets import Problems, Sheet, write_workbook
from app.mileage import services
from app.mileage.services.claim_sheets import COLUMNS, TITLE, read_claims
from app.mileage.services.claim_uploads import UploadText
from tests.factories.mileage import PDF

DAY = date(2026, 11, 20)
UNITS = {
    "kim": "교통과",
    "ahn": "교통과",
    "lee": "교통과",
    "kang": "교통과",
    "park": "민원봉사과",
    "choi": "자치행정과",
}


def row(number="kim", title="민원 서식 세 장을 한 장으로", *, code="P06", unit=None, day=DAY, **more):
    """One row of the sheet 신청; `more`: points, figure, shares, evidence."""
    written = tuple(more.get(name) for name in ("points", "figure", "shares", "evidence"))
    return (code, unit or UNITS[number], number, title, "서식을 합치고 전후 처리시간을 재었다.", day, *written)


def workbook(*rows):
    """A workbook with the sheet 신청, as bytes."""
    target = BytesIO()
    write_workbook(target, [Sheet(TITLE, COLUMNS, rows)])
    return target.getvalue()


def upload(actor, *rows, handed_in=False, papers=("증빙.pdf",), content=None):
    """Read the rows in as somebody; raises what the service raises. `content`: the workbook with them, made before."""
    content, problems = content or workbook(*rows), Problems()
    named = {name for one in rows for name in (one[9] or "").split("; ") if name in papers}
    text = UploadText(
        file_name="신청.xlsx",
        content=content,
        handed_in=handed_in,
        papers={name: lambda: BytesIO(PDF) for name in named},
    )
    found = read_claims(BytesIO(content), problems)
    return services.enter_claims(actor=actor, text=text, rows=found, problems=problems)
