import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from app.core.errors import Refused
from app.core.sheets import Column, Kind, Problems, SheetErrors, SheetSpec, read_workbook
from app.core.sheets.values import convert

CODE = Column("지표코드", required=True)
ACTUAL = Column("실적", kind=Kind.NUMBER)
DAY = Column("기준일", kind=Kind.DATE)
SPEC = SheetSpec("실적", [CODE, ACTUAL, DAY])


def book_of(rows, title="실적"):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    return target


def read_cell(value, column):
    (row,) = read_workbook(book_of([["지표코드", column.header], ["A", value]]), [SheetSpec("실적", [CODE, column])])[
        "실적"
    ]
    return row[column.header]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (7, Decimal(7)),
        (7.0, Decimal(7)),
        (84.7, Decimal("84.7")),
        (0.1 + 0.2, Decimal("0.3")),
        ("84.7", Decimal("84.7")),
        ("1,234.50", Decimal("1234.50")),
        ("-5", Decimal(-5)),
        ("−5", Decimal(-5)),
        ("８５", Decimal(85)),
        (0, Decimal(0)),
        (None, None),
        ("  ", None),
        (123456789012345, Decimal(123456789012345)),
    ],
)
def test_numbers_are_exactly_what_the_sheet_shows(typed, expected):
    assert read_cell(typed, ACTUAL) == expected


@pytest.mark.parametrize("raw", [float("nan"), float("inf")])
def test_what_is_not_finite_is_no_number(raw):
    with pytest.raises(Refused):
        convert(raw, Kind.NUMBER)


@pytest.mark.parametrize("typed", ["약 80", "80%", "1,23", "1e5", "NaN", "1_000", True, date(2026, 7, 3), "0x1F"])
def test_what_is_no_number_is_told_with_row_and_column(typed):
    with pytest.raises(SheetErrors) as caught:
        read_cell(typed, ACTUAL)
    (error,) = caught.value.errors
    assert (error.sheet, error.row, error.column) == ("실적", 2, "실적")


@pytest.mark.parametrize(
    "typed",
    [
        date(2026, 7, 3),
        datetime(2026, 7, 3, 9),  # noqa: DTZ001  as Excel keeps it
        "2026-07-03",
        "2026.7.3",
        "2026. 7. 3.",
        "2026/07/03",
        20260703,
        "2026년 7월 3일",
    ],
)
def test_dates_are_read_as_people_write_them(typed):
    assert read_cell(typed, DAY) == date(2026, 7, 3)


@pytest.mark.parametrize("typed", ["2026-02-30", "7월 3일", 46206, "내일"])
def test_what_is_no_date_is_told(typed):
    with pytest.raises(SheetErrors):
        read_cell(typed, DAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("007", "007"), (7, "7"), (7.0, "7"), (1.5, "1.5"), (date(2026, 7, 3), "2026-07-03"), (" 가\x00 ", "가")],
)
def test_codes_stay_text(typed, expected):
    if isinstance(typed, str):
        typed = typed.replace("\x00", "")
    assert read_cell(typed, Column("코드")) == expected


def test_decomposed_hangul_headers_and_values_are_matched():
    (row,) = read_workbook(book_of([["  지표코드 ", "실적", "기준일"], ["교통", 1, None]]), [SPEC])["실적"]
    assert dict(row.values) == {"지표코드": "교통", "실적": Decimal(1), "기준일": None}


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_sheet():
    rows = read_workbook(
        book_of([[], ["지표코드", "실적", "기준일"], [], ["A", 0, None], [" "], ["B", None, None]]), [SPEC]
    )["실적"]
    assert [(row.number, row["지표코드"], row["실적"]) for row in rows] == [(4, "A", Decimal(0)), (6, "B", None)]


def test_missing_and_unknown_columns_are_named():
    with pytest.raises(Refused, match="실적, 기준일"):
        read_workbook(book_of([["지표코드"], ["A"]]), [SPEC])
    with pytest.raises(Refused, match="메모"):
        read_workbook(book_of([["지표코드", "실적", "기준일", "메모"], ["A", 1, None, "x"]]), [SPEC])
    with pytest.raises(Refused, match="지표코드"):
        read_workbook(book_of([["지표코드", "지표코드", "실적", "기준일"]]), [SPEC])


def test_a_missing_sheet_is_named_unless_it_may_be_missing():
    with pytest.raises(Refused, match="실적"):
        read_workbook(book_of([["지표코드"]], title="다른"), [SPEC])
    optional = SheetSpec("실적", SPEC.columns, optional=True)
    assert read_workbook(book_of([["지표코드"]], title="다른"), [optional]) == {"실적": []}


def test_an_optional_column_may_be_missing():
    spec = SheetSpec("실적", [CODE, Column("근거", optional=True)])
    (row,) = read_workbook(book_of([["지표코드"], ["A"]]), [spec])["실적"]
    assert row["근거"] is None


def test_required_cells_are_asked_for():
    with pytest.raises(SheetErrors) as caught:
        read_workbook(book_of([["지표코드", "실적", "기준일"], [None, 5, None]]), [SPEC])
    assert [(error.row, error.column) for error in caught.value.errors] == [(2, "지표코드")]


def test_an_error_value_is_not_taken_for_an_empty_cell():
    book = book_of([["지표코드", "실적", "기준일"], ["A", "#DIV/0!", None], ["B", "=1/0", None], ["C", 3, None]])
    with pytest.raises(SheetErrors) as caught:
        read_workbook(book, [SPEC])
    assert [(error.row, error.column) for error in caught.value.errors] == [(2, "실적"), (3, "실적")]


def test_twenty_thousand_rows_with_three_bad_ones_tell_exactly_those_three():
    bad = {777: "약 5", 12_345: "x", 20_000: "80%"}
    rows = [["지표코드", "실적", "기준일"], *([f"C{n:05}", bad.get(n, n / 4), None] for n in range(2, 20_002))]
    problems = Problems()
    found = read_workbook(book_of(rows), [SPEC], problems)["실적"]
    assert len(found) == 20_000
    assert [(error.row, error.column) for error in problems.errors] == [
        (777, "실적"),
        (12_345, "실적"),
        (20_000, "실적"),
    ]
    with pytest.raises(SheetErrors, match="3 rows"):
        problems.raise_any()
