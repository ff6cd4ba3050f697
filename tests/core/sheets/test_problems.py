import io

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from app.core.messages import message
from app.core.sheets import Column, Kind, Problems, RowError, SheetErrors, SheetSpec, read_workbook, write_errors

SPEC = SheetSpec(
    "실적", [Column("지표코드", required=True), Column("실적", kind=Kind.NUMBER), Column("근거", optional=True)]
)


def half_wrong_book():
    book = Workbook()
    sheet = book.active
    sheet.title = "실적"
    for row in (
        ["지표코드", "실적", "근거"],
        ["007", 80, "공문"],
        ["008", "약 팔십", "=1+1"],
        [None, "x", None],
        ["009", 0, None],
    ):
        sheet.append(row)
    book.create_sheet("메모").append(["그대로"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def errors_of(content):
    with pytest.raises(SheetErrors) as caught:
        read_workbook(io.BytesIO(content), [SPEC])
    return caught.value.errors


def test_a_half_wrong_workbook_comes_back_with_a_column_of_errors():
    original = half_wrong_book()
    errors = errors_of(original)
    assert [(error.row, error.column) for error in errors] == [(3, "실적"), (3, "근거"), (4, "실적"), (4, "지표코드")]
    returned = write_errors(original, errors)
    with CalamineWorkbook.from_filelike(io.BytesIO(returned)) as book:
        lines = book.get_sheet_by_name("실적").to_python()
    assert [line[3] for line in lines] == ["오류", "", lines[2][3], lines[3][3], ""]
    assert lines[2][3].startswith("실적: ")
    assert lines[2][3].count("\n") == 1
    book = load_workbook(io.BytesIO(returned))
    assert book["실적"]["C3"].value == "=1+1"
    assert book["실적"]["A2"].value == "007"
    assert book["메모"]["A1"].value == "그대로"


def test_the_returned_workbook_can_be_handed_in_again_after_repair():
    returned = write_errors(half_wrong_book(), errors_of(half_wrong_book()))
    book = load_workbook(io.BytesIO(returned))
    sheet = book["실적"]
    sheet["B3"], sheet["C3"], sheet["A4"] = 80, "공문", "010"
    target = io.BytesIO()
    book.save(target)
    (error,) = errors_of(target.getvalue())
    assert (error.row, error.column) == (4, "실적")
    again = load_workbook(io.BytesIO(write_errors(target.getvalue(), [error])))["실적"]
    assert [cell.value for cell in again[1]] == ["지표코드", "실적", "근거", "오류"]
    assert again["D3"].value is None
    assert again["D4"].value.startswith("실적: ")


def test_an_error_text_is_never_a_formula():
    errors = [RowError("실적", 2, None, message("=1+1"))]
    cell = load_workbook(io.BytesIO(write_errors(half_wrong_book(), errors)))["실적"]["D2"]
    assert (cell.value, cell.data_type) == ("'=1+1", "s")


@pytest.mark.parametrize("original", [b"broken", b""])
def test_errors_are_listed_where_the_workbook_cannot_be_written(original):
    returned = write_errors(original, [RowError("실적", 3, "실적", message("No number"))])
    with CalamineWorkbook.from_filelike(io.BytesIO(returned)) as book:
        assert book.get_sheet_by_index(0).to_python()[1] == ["실적", 3, "실적", "No number"]


def test_the_sentence_counts_rows_and_shows_the_first():
    problems = Problems()
    problems.add("실적", 3, "실적", message("No number"))
    problems.add("실적", 3, "근거", message("Too long"))
    problems.add("실적", 9, None, message("Twice"))
    assert problems.has("실적", 9)
    assert not problems.has("실적", 4)
    with pytest.raises(SheetErrors) as caught:
        problems.raise_any()
    assert str(caught.value) == "2 rows are wrong, nothing was saved. First: sheet “실적”, row 3, 실적: No number"
