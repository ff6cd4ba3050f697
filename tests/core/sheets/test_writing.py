import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Column, Kind, Sheet, SheetSpec, read_workbook, write_csv, write_workbook

NAME = Column("성명", key="name", note="사람의 이름", required=True)
POINTS = Column("점수", key="points", kind=Kind.POINTS)
DAY = Column("날짜", key="day", kind=Kind.DATE)
UNIT = Column("평가군", key="unit", choices=("지원부서", "사업부서", "읍면동"))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1", "=cmd|' /C calc'!A0", "#N/A", "#REF!", "_x003D_1"]


def written(*sheets, **options):
    target = io.BytesIO()
    write_workbook(target, sheets, **options)
    target.seek(0)
    return target


def test_formulas_in_names_are_text_for_every_reader():
    target = written(Sheet("사람", [NAME], [(text,) for text in FORMULAS]))
    cells = [cells[0] for cells in load_workbook(target)["사람"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not any(str(cell.value).startswith("=") for cell in cells)
    rows = read_workbook(target, [SheetSpec("사람", [NAME])])["사람"]
    assert [row["성명"] for row in rows] == FORMULAS


def test_two_readers_see_the_same_values():
    rows = [("김하나", Decimal("12.5"), date(2026, 7, 3), "지원부서"), ("이둘", None, None, None)]
    target = written(Sheet("현황", [NAME, POINTS, DAY, UNIT], rows))
    with CalamineWorkbook.from_filelike(target) as book:
        assert book.get_sheet_by_name("현황").to_python() == [
            ["성명", "점수", "날짜", "평가군"],
            ["김하나", 12.5, date(2026, 7, 3), "지원부서"],
            ["이둘", "", "", ""],
        ]
    sheet = load_workbook(target)["현황"]
    assert [cell.value for cell in sheet[2]] == ["김하나", 12.5, datetime(2026, 7, 3), "지원부서"]  # noqa: DTZ001  as Excel keeps it
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_choices_become_a_drop_down_and_notes_an_explanation():
    target = written(Sheet("현황", [NAME, UNIT], []), explain=True)
    book = load_workbook(target)
    assert book.sheetnames == ["현황", "설명", "선택값"]
    (rule,) = book["현황"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "'선택값'!$A$1:$A$3", "B2:B10000")
    assert [cell.value for cell in book["선택값"]["A"]] == ["지원부서", "사업부서", "읍면동"]
    assert book["선택값"].sheet_state == "hidden"
    explained = [[cell.value for cell in row[:3]] for row in book["설명"].iter_rows(min_row=2)]
    assert explained == [["현황", "성명", "사람의 이름"], ["현황", "평가군", None]]


def test_the_export_id_stands_in_the_file_and_on_the_printed_page():
    book = load_workbook(written(Sheet("현황", [NAME], []), watermark="EXP-2026-0007"))
    assert book.properties.identifier == "EXP-2026-0007"
    assert book["현황"].oddFooter.center.text == "EXP-2026-0007"


def test_a_code_stays_text_and_an_emoji_an_emoji():
    target = written(Sheet("현황", [NAME], [("007",), ("😀",), ("O'Brien",), ("줄\n바꿈",)]))
    rows = read_workbook(target, [SheetSpec("현황", [NAME])])["현황"]
    assert [row["성명"] for row in rows] == ["007", "😀", "O'Brien", "줄\n바꿈"]


def test_a_moment_is_shown_on_the_clock_of_the_office():
    target = written(Sheet("현황", [Column("시각")], [(datetime(2026, 12, 31, 15, 30, tzinfo=UTC),)]))
    assert read_workbook(target, [SheetSpec("현황", [Column("시각")])])["현황"][0]["시각"] == "2027-01-01 00:30"


def test_floats_are_refused():
    with pytest.raises(TypeError):
        written(Sheet("현황", [POINTS], [(0.1,)]))


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        written(Sheet("현황", [NAME, POINTS], [("김하나",)]))


def test_an_unfinished_export_leaves_the_old_file(tmp_path):
    path = tmp_path / "현황.xlsx"
    write_workbook(path, [Sheet("현황", [NAME], [("이전",)])])

    def broken():
        yield ("하나",)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_workbook(path, [Sheet("현황", [NAME], broken())])
    assert read_workbook(path, [SheetSpec("현황", [NAME])])["현황"][0]["성명"] == "이전"
    assert [item.name for item in tmp_path.iterdir()] == ["현황.xlsx"]


def test_csv_has_a_byte_order_mark_and_guarded_text(tmp_path):
    path = tmp_path / "a.csv"
    count = write_csv(path, [NAME, POINTS], [("=1+1", Decimal("-1.50")), ("김\n하나", None)])
    assert count == 2
    assert path.read_bytes().decode() == '\ufeff성명,점수\r\n\'=1+1,-1.50\r\n"김\n하나",\r\n'


def test_a_missing_folder_is_named_and_not_the_unfinished_file(tmp_path):
    with pytest.raises(Refused) as refusal:
        write_workbook(tmp_path / "nowhere" / "list.xlsx", [Sheet("현황", [NAME], [])])
    assert refusal.value.reason == _("There is no folder %(folder)s.", folder=tmp_path / "nowhere")


def test_more_rows_than_a_sheet_holds_are_refused_and_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("app.core.sheets.writing.MOST_ROWS", 3)
    written(Sheet("사람", [NAME], [("김하나",)] * 2))
    with pytest.raises(Refused, match="사람"):
        write_workbook(tmp_path / "many.xlsx", [Sheet("사람", [NAME], [("김하나",)] * 3)])
    assert list(tmp_path.iterdir()) == []
