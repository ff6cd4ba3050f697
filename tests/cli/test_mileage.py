"""`flask mileage shorten`: points in the same workbook, or nothing and every wrong row named."""

from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from app.core.database import db, transaction
from app.mileage.models import ShorteningRun, Transfer
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
