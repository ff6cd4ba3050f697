"""`flask mileage shorten`: points in the same workbook, or nothing and every wrong row named."""

from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from app.core.database import db, transaction
from app.mileage.models import ItemChange, ShorteningRun, Transfer
from app.mileage.queries.item_versions import latest_version
from tests.factories import mileage as points
from tests.factories import shortening as factory

HEADER = ("부서", "사번", "사무명", "법정일", "처리일", "복합민원", "결과")


@pytest.fixture
def book(tmp_path):
    """Write a workbook with the sheet 처리 as an office would, with another sheet beside it."""

    def write(*rows, header=HEADER):
        made = Workbook()
        made.active.title = "처리"
        for line in (header, *rows):
            made["처리"].append(line)
        made.create_sheet("메모")["A1"] = "그대로"
        path = tmp_path / "처리기록.xlsx"
        made.save(path)
        return path

    return write


def column(path, header):
    sheet = load_workbook(path)["처리"]
    place = [cell.value for cell in sheet[1]].index(header) + 1
    return [sheet.cell(number, place).value for number in range(2, sheet.max_row + 1)]


GOOD = [
    ("교통과", "1", "여권", 7, 5, "N", "처리"),
    ("교통과", "1", "여권", 7, 1, "N", "처리"),
    ("교통과", "1", "여권", 7, 8, "N", "처리"),
    ("교통과", "1", "여권", 7, 5, "Y", "처리"),
    ("교통과", "1", "여권", 7, 5, "N", "취하"),
]


@pytest.mark.parametrize("header", [HEADER, tuple(name.replace("복합민원", "복합민원(Y/N)") for name in HEADER)])
def test_points_are_written_into_the_same_workbook(run, book, header):
    path = book(*GOOD, header=header)
    answer = run("mileage", "shorten", path, "--rule", "seoul-junggu")
    assert (answer.exit_code, "4" in answer.output) == (0, True)
    assert column(path, "점수") == [2, 5, -1, pytest.approx(2.2), None]
    assert column(path, "산출식")[3] == "min(7−5, 5) × 1 + 0.2 = 2.20"
    assert load_workbook(path)["메모"]["A1"].value == "그대로"
    assert db.session.query(Transfer).count() == db.session.query(ShorteningRun).count() == 0


def test_a_workbook_may_be_scored_again_with_another_rule(run, book):
    path = book(*GOOD)
    assert run("mileage", "shorten", path, "--rule", "seoul-junggu").exit_code == 0
    assert run("mileage", "shorten", path, "--rule", "gunpo").exit_code == 0
    assert column(path, "점수") == [2, 6, -2, 2, 2]
    assert [cell.value for cell in load_workbook(path)["처리"][1]].count("점수") == 1


def test_a_rule_of_the_office_goes_before_the_template_of_the_same_code(run, book, cast):
    with transaction():
        factory.rule(cast.bae, per_day="2", cap_case=None)
    path = book(*GOOD)
    assert run("mileage", "shorten", path, "--rule", "seoul-junggu").exit_code == 0
    assert column(path, "점수")[:2] == [Decimal(4), Decimal(12)]


def test_wrong_rows_are_named_and_nothing_else_is_written(run, book):
    bad = [("교통과", "", "여권", 7, "다섯", "N", "처리"), ("교통과", "1", "여권", 2.5, 1, "?", "처리")]
    path = book(*GOOD, *bad)
    before = path.read_bytes()
    answer = run("mileage", "shorten", path, "--rule", "seoul-junggu")
    assert answer.exit_code != 0
    for words in ("7", "사번", "처리일", "8", "법정일", "복합민원"):
        assert words in answer.output
    assert path.read_bytes() == before
    returned = path.with_name("처리기록-오류.xlsx")
    errors = column(returned, "오류")
    assert errors[:5] == [None] * 5
    assert "처리일" in errors[5]
    assert "법정일" in errors[6]
    assert sorted(found.name for found in path.parent.iterdir()) == sorted([path.name, returned.name])
    returned.replace(path)
    fixed = load_workbook(path)
    fixed["처리"].delete_rows(7, 2)
    fixed.save(path)
    assert run("mileage", "shorten", path, "--rule", "seoul-junggu").exit_code == 0
    assert set(column(path, "오류")) == {None}


def test_an_unknown_rule_file_or_sheet_is_one_line(run, book, tmp_path):
    path = book(*GOOD)
    for arguments, words in (
        ((path, "--rule", "nobody"), "seoul-junggu"),
        ((tmp_path / "없음.xlsx", "--rule", "busan"), "없음.xlsx"),
    ):
        answer = run("mileage", "shorten", *arguments)
        assert answer.exit_code == 1
        assert words in answer.output
        assert "Traceback" not in answer.output
    (tmp_path / "x.xlsx").write_bytes(b"PK")
    assert run("mileage", "shorten", tmp_path / "x.xlsx", "--rule", "busan").exit_code == 1
    assert run("mileage", "shorten", book(), "--rule", "busan").exit_code == 1


WHY = "내년 운영계획에 따라 점수를 바꿉니다."


@pytest.fixture
def listed(run, cast, tmp_path):
    """The preset, taken out; the points of P06 are changed in the workbook."""
    with transaction():
        points.items()
    path = tmp_path / "적립항목.xlsx"
    assert "28" in run("mileage", "items", "export", path).output
    made = load_workbook(path)
    sheet = made["적립항목"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == "P06")

    def put(header, value):
        sheet.cell(row, heads[header]).value = value
        made.save(path)

    put("점수", 9)
    return path, put


def test_items_go_out_are_looked_at_and_go_in(run, cast, listed):
    path, _put = listed
    asked = ("mileage", "items", "import", path, "--as", "choi", "--reason", WHY)
    seen = run(*asked, "--dry-run")
    assert (seen.exit_code, "P06" in seen.output, "→ 9" in seen.output) == (0, True, True)
    assert latest_version("P06").points != 9
    entered = run(*asked, "--from", "2027-01-01")
    assert entered.exit_code == 0
    assert (latest_version("P06").points, latest_version("P06").valid_from.isoformat()) == (9, "2027-01-01")
    assert run(*asked).exit_code == 1


def test_a_wrong_row_of_items_is_named_and_nothing_is_entered(run, cast, listed):
    path, put = listed
    put("시작일", "2026-01-01")
    answer = run("mileage", "items", "import", path, "--as", "choi", "--reason", WHY)
    assert answer.exit_code == 1
    assert "시작일" in answer.output
    assert path.with_name("적립항목-오류.xlsx").is_file()
    for refused in (
        ("--as", "kim", "--reason", WHY),
        ("--as", "nobody", "--reason", WHY),
        ("--as", "choi", "--reason", "짧다"),
    ):
        assert run("mileage", "items", "import", path, *refused).exit_code == 1
    assert (
        run("mileage", "items", "import", path.with_name("없음.xlsx"), "--as", "choi", "--reason", WHY).exit_code == 1
    )
    assert db.session.query(ItemChange).count() == 0


def test_the_empty_workbook_of_items_explains_its_columns(run, cast, tmp_path):
    path = tmp_path / "양식.xlsx"
    assert run("mileage", "items", "template", path).exit_code == 0
    assert load_workbook(path).sheetnames[:2] == ["적립항목", "설명"]
