"""HWPX as an independent reader sees it: every table with every cell, headings as an outline, head and foot."""

import re
import zipfile
from time import monotonic

import pytest

from app.core.documents import hwpx
from app.core.documents.content import Column, Heading, Office, PageBreak, Paragraph, Table
from tests.factories.documents import LONG_NAME, a_document, hangul, hwpx_blocks, hwpx_tables, hwpx_text, png
from tests.factories.hangul_pages import breaking_inside_words, lines_of_first_page

pytestmark = pytest.mark.engine_free


@pytest.fixture
def made(tmp_path):
    def make(document):
        path = tmp_path / "document.hwpx"
        hwpx.write(document, path)
        return path

    return make


def test_all_tables_are_there_with_all_cells(made):
    tables = hwpx_tables(made(a_document(facts=(("공개본", "v1"),))))
    assert tables == [
        [["Approval", "담당", "팀장"], ["", "", ""]],
        [["Item", "Content"], ["공개본", "v1"]],
        [["Item", "Content"], ["평가회차", "2026-H1"], [LONG_NAME, "77.125"]],
        [
            ["순위", "부서", "총점", "기준일"],
            ["1", LONG_NAME, "98.25", "2026. 6. 30."],
            ["2", "교통과", "1,234.5", "–"],
        ],
        [["평균", "점수"], ["가과", "88.5"], [LONG_NAME, "60.25"]],
        [["추이", "우리", "평균"], ["1월", "3", "3"], ["2월", "4", "–"], ["3월", "6", "5"]],
    ]


def test_the_first_row_of_every_table_is_its_head(made):
    heads = [
        (cell.role, cell.row)
        for block in hwpx_blocks(made(a_document()))
        if block.kind == "table"
        for cell in block.cells
    ]
    assert {role for role, row in heads if row == 0} == {"column_header"}
    assert "column_header" not in {role for role, row in heads if row > 0}


def test_headings_are_an_outline(made):
    found = [(block.level, block.text) for block in hwpx_blocks(made(a_document())) if block.kind == "list_item"]
    assert found == [(0, "종합 결과"), (1, "도표"), (0, "산출 근거")]


def test_everything_is_said_with_head_and_foot(made):
    path = made(a_document(mark="공개 전 초안"))
    text = hwpx_text(path)
    for expected in ("이보고서는부서평가결과를담았습니다.", "27.43/30", "실적92", "장애요인이없습니다.", "홍길동"):
        assert expected in text
    furniture = hangul().parse(str(path)).to_ir().furniture
    assert "공개 전 초안" in furniture.page_headers[0].text
    foot = " ".join(block.text for block in furniture.page_footers)
    assert "ab12" * 16 in foot
    assert "cd34" * 16 in foot


def test_three_thousand_rows_take_seconds(made):
    rows = [(place, f"{place}번 부서", LONG_NAME) for place in range(3000)]
    begun = monotonic()
    path = made(a_document(Table("목록", (Column("번호", "number"), Column("부서"), Column("이름")), rows)))
    assert monotonic() - begun < 20
    assert len(hwpx_tables(path)[-1]) == 3001


def test_a_page_break_begins_a_new_page_before_a_table_too(made):
    one = Table("표", (Column("가"),), [("나",)])
    document = a_document(Heading("하나"), PageBreak(), one, PageBreak(), Paragraph("끝"), office=Office(name="오품시"))
    assert hangul().parse(str(made(document))).page_count == 3


SMALL = Table("표", (Column("가머리"), Column("나머리")), [("첫줄", "1"), ("둘째", "2"), ("셋째", "3")])


@pytest.mark.parametrize("lines", range(30, 46, 3))
def test_the_head_of_a_short_table_stands_with_its_rows(made, lines):
    """Wherever the page ends: what is above is longer by some lines each time."""
    before = [Paragraph(f"{number}번째 줄") for number in range(lines)]
    seen = " ".join(
        lines_of_first_page(made(a_document(*before, Heading("제목줄"), SMALL, office=Office(name="오품시"))))
    )
    assert ("가머리" in seen, "제목줄" in seen) in {("셋째" in seen,) * 2, (False, False)}


@pytest.mark.parametrize(("rows", "stays"), [(3, True), (12, True), (13, False), (300, False)])
def test_a_short_table_is_kept_whole_and_a_long_one_breaks(made, rows, stays):
    path = made(a_document(Table("목록", (Column("번호"),), [(f"{row}",) for row in range(rows)])))
    with zipfile.ZipFile(path) as archive:
        section = archive.read("Contents/section0.xml").decode()
    [table] = [one for one in re.findall("<hp:tbl [^>]*>", section) if f'rowCnt="{rows + 1}"' in one]
    assert ('pageBreak="NONE"' in table, 'pageBreak="CELL"' in table) == (stays, not stays)
    assert 'repeatHeader="1"' in table


def test_a_short_table_of_much_text_may_break(made):
    path = made(a_document(Table("목록", (Column("글"),), [(LONG_NAME * 60,) for _row in range(5)])))
    with zipfile.ZipFile(path) as archive:
        section = archive.read("Contents/section0.xml").decode()
    [table] = [one for one in re.findall("<hp:tbl [^>]*>", section) if 'rowCnt="6"' in one]
    assert 'pageBreak="CELL"' in table


def test_the_independent_reader_breaks_no_korean_word(made):
    word = "행정정보공동이용"
    text = " ".join([word] * 40)
    path = made(
        a_document(Paragraph(text), Table("", (Column("열", width=30),), [(text,)]), office=Office(name="오품시"))
    )
    lines = [line for line in lines_of_first_page(path) if word[0] in line or word[-1] in line]
    assert len(lines) > 12
    assert [line for line in lines if line != word * (len(line) // len(word))] == []
    assert list(breaking_inside_words(path)) == []


def test_many_headings_are_listed_on_one_page_and_keep_one_number(made):
    """The outline numbers them: a heading that brings a number along gives it up."""
    chapters = [Heading("부서별 결과"), *(Heading(f"{number}. {number}번 부서", 2) for number in range(1, 61))]
    path = made(a_document(*chapters, contents=True, front_page=True, office=Office(name="오품시")))
    blocks = hwpx_blocks(path)
    assert [block.text for block in blocks if block.kind == "list_item"][1:3] == ["1번 부서", "2번 부서"]
    listed = next(block.text for block in blocks if block.kind == "paragraph" and "60. 60번 부서" in block.text)
    assert listed.startswith("1. 1번 부서 · 2. 2번 부서")


def test_markup_and_control_characters_are_text(made):
    assert "<b>&'\"" in hwpx_text(made(a_document(Paragraph("<b>&'\"\x00\x0b"))))


def test_an_emblem_is_a_picture_of_the_document(made):
    document = hangul().parse(str(made(a_document(office=Office(name="오품시", emblem=png())))))
    assert any(block.kind == "picture" for block in document.to_ir().iter_blocks())


def test_landscape_and_title_are_kept(made):
    from hwpx.document import HwpxDocument  # noqa: PLC0415  slow to load

    with HwpxDocument.open(made(a_document(orientation="landscape"))) as opened:
        assert opened.page.size().orientation == "NARROWLY"
        assert opened.parts.metadata.title == "2026년 상반기 부서평가 보고서"
