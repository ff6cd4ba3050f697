"""Excel: figures as figures, text that is never a formula, one sheet for each table."""

import openpyxl
import pytest

from app.core.documents import xlsx
from app.core.documents.content import Column, Facts, Heading, Paragraph, Table
from tests.factories.documents import LONG_NAME, a_document, xlsx_sheets

pytestmark = pytest.mark.engine_free


@pytest.fixture
def made(tmp_path):
    def make(document):
        path = tmp_path / "document.xlsx"
        xlsx.write(document, path)
        return path

    return make


def test_every_table_has_a_sheet_and_figures_are_figures(made):
    sheets = xlsx_sheets(made(a_document()))
    assert list(sheets) == ["Contents", "종합 순위", "평균", "추이", "Where the figures come from"]
    assert sheets["종합 순위"][1][:3] == [1, LONG_NAME, 98.25]
    assert sheets["평균"] == [["평균", "점수"], ["가과", 88.5], [LONG_NAME, 60.25]]
    assert sheets["Where the figures come from"][1] == [
        "산출 근거",
        "A-01 처리 기간",
        "27.43 / 30",
        "산출",
        "30 × (92 − 60) ÷ 35 = 27.43",
    ]
    said = [row[2] for row in sheets["Contents"]]
    assert 77.125 in said
    assert "장애요인이 없습니다." in said
    assert "가과가 높습니다." in said


def test_tables_of_one_sheet_stand_in_one_sheet(made):
    columns = (Column("지표"), Column("득점", "number"))
    tables = [Table(f"{name} 득점", columns, [("A-01", 3)], sheet="지표별 득점") for name in ("교통과", "도로과")]
    sheets = xlsx_sheets(made(a_document(*tables)))
    assert sheets["지표별 득점"] == [["Table", "지표", "득점"], ["교통과 득점", "A-01", 3], ["도로과 득점", "A-01", 3]]


def test_names_of_sheets_are_short_allowed_and_each_once(made):
    columns = (Column("가"),)
    names = ["같은/이름: 표", "같은 이름 표", LONG_NAME, LONG_NAME, "''", "Contents"]
    sheets = xlsx_sheets(made(a_document(*(Table(name, columns, [("나",)]) for name in names))))
    assert len(sheets) == 7
    assert all(len(name) <= 31 for name in sheets)


def test_nothing_is_a_formula(made):
    parts = (Heading("=1+1"), Paragraph("@SUM(A1)"), Facts((("+1", "-1"),)), Table("표", (Column("=A"),), [("=B",)]))
    path = made(a_document(*parts, title="=HYPERLINK()"))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_the_export_id_is_in_the_file_and_at_the_foot(made):
    book = openpyxl.load_workbook(made(a_document()))
    assert book.properties.identifier == "2026-H1 · EX-0001"
    assert "EX-0001" in book.worksheets[0].oddFooter.center.text
