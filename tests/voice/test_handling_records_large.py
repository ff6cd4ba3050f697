"""100,000 rows through the real job: twelve wrong ones keep all out and come back with their reasons; mended, all enter."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app.core.database import db
from app.jobs import folders
from app.jobs.enums import JobState
from app.voice.models import HandlingBatch, HandlingMonth, HandlingRecord
from app.voice.services.handling_sheets import COLUMNS, TITLE
from app.voice.services.handling_sums import check_sums
from tests.factories import voice_handling as made

ROWS = 100_000
SHEET = "xl/worksheets/sheet1.xml"
DAYS = [f"2026-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(2, 26)]
WRONG = {
    2: ({"법정기간": "0"}, "법정기간"),
    3: ({"접수번호": None}, "접수번호"),
    1_001: ({"부서": "없는과"}, "부서"),
    1_002: ({"담당 사번": "nobody"}, "담당 사번"),
    9_999: ({"단위": "분기"}, "단위"),
    20_000: ({"접수번호": "2026-000100"}, "접수번호"),
    33_333: ({"완료일시": "2025-12-31 10:00"}, "완료일시"),
    50_001: ({"연장": "7"}, "연장"),
    64_000: ({"불산입 기간": "내일"}, "불산입 기간"),
    77_777: ({"복합여부": "글쎄"}, "복합여부"),
    99_999: ({"접수일시": "어제"}, "접수일시"),
    100_001: ({"완료일시": "2027-03-04 10:00"}, "완료일시"),
}
"""Row of the sheet → what is changed there, and the column its reason names."""


def line(row):
    number = row - 1
    start = DAYS[number % len(DAYS)]
    return made.row(
        f"2026-{number:06d}",
        f"{start} {9 + number % 9:02d}:{number % 60:02d}",
        f"{start} {18 + number % 5}:{number % 60:02d}",
        부서=("교통과", "민원봉사과", "도로과")[number % 3],
        사무명=f"사무 {number % 40}",
    )


def cell(place, text):
    return "" if text is None else f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def written(changes):
    """The rows as a workbook, put into one the product writes: its own writer would take longer than the import."""
    letters, headers = "ABCDEFGHIJKL", [column.header for column in COLUMNS]
    lines = []
    for row in range(2, ROWS + 2):
        values = line(row)
        if row in changes:
            values = tuple((dict(zip(headers, values, strict=True)) | changes[row]).values())
        lines.append(f'<row r="{row}">{"".join(map(cell, [f"{letter}{row}" for letter in letters], values))}</row>')
    target = BytesIO()
    with ZipFile(BytesIO(made.workbook())) as empty, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=1) as full:
        for name in empty.namelist():
            content = empty.read(name).decode() if name == SHEET else empty.read(name)
            if name == SHEET:
                content = re.sub(r'<dimension ref="[^"]*"/>', "", content).replace(
                    "</sheetData>", "".join(lines) + "</sheetData>"
                )
            full.writestr(name, content)
    return target.getvalue()


def reasons(job):
    """Row of the workbook that came back → what its last column says."""
    content = folders.result_path(job.id, job.attempt).read_bytes()
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(TITLE).to_python()
    assert len(rows) == ROWS + 1
    place = rows[0].index("오류")
    return {number: row[place] for number, row in enumerate(rows[1:], start=2) if row[place]}


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.slow
def test_twelve_wrong_rows_of_100_000_keep_all_out_and_the_mended_workbook_enters_all(as_, cast):
    job = made.read_in(cast.choi, written({row: change for row, (change, _column) in WRONG.items()}))
    assert job.state is JobState.DONE
    assert (count(HandlingBatch), count(HandlingRecord), count(HandlingMonth)) == (0, 0, 0)
    told = reasons(job)
    assert {row: reason.split(":")[0] for row, reason in told.items()} == {
        row: column for row, (_change, column) in WRONG.items()
    }
    assert "101" in told[20_000]
    page = as_(cast.choi).get(f"/jobs/{job.id}").text
    assert str(job.said) in page
    assert "12" in job.said
    mended = made.read_in(cast.choi, written({}))
    assert mended.state is JobState.DONE
    assert "100,000" in mended.said
    assert mended.said in as_(cast.choi).get(f"/jobs/{mended.id}").text
    assert (count(HandlingBatch), count(HandlingRecord)) == (1, ROWS)
    assert db.session.scalar(select(func.sum(HandlingMonth.n))) == ROWS
    assert not list(check_sums())
