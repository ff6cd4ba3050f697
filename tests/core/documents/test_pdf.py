"""PDFs are tagged, speak their language, have their fonts in them and say everything."""

from decimal import Decimal
from time import monotonic

import pypdf
import pytest
import typst

from app.core.documents import pdf
from app.core.documents.content import BarChart, Column, Heading, LineChart, Office, Paragraph, Poster, Series, Table
from app.core.documents.glyphs import FONTS
from tests.factories.documents import LONG_NAME, a_document, pdf_fonts, pdf_tags, pdf_text, png
from tests.factories.printed import Printed

pytestmark = pytest.mark.engine_free


@pytest.fixture
def made(tmp_path):
    def make(document):
        path = tmp_path / "document.pdf"
        pdf.write(document, path)
        return path

    return make


def test_the_structure_is_what_a_screen_reader_needs(made):
    path = made(a_document(contents=True, front_page=True))
    root = pypdf.PdfReader(path).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("ko", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pypdf.PdfReader(path).metadata.title == "2026년 상반기 부서평가 보고서"
    tags = pdf_tags(path)
    names = [tag for tag, _node in tags]
    assert names.count("/Title") == 1
    assert [name for name in names if name in {"/H1", "/H2", "/H3"}][:4] == ["/H1", "/H1", "/H2", "/H1"]
    assert {"/TOC", "/TOCI", "/Table", "/THead", "/TH", "/TD", "/Figure", "/Caption", "/L"} <= set(names)
    alternatives = [node.get("/Alt") for tag, node in tags if tag == "/Figure"]
    assert alternatives == ["평균. 가과가 높습니다.", "추이. 올랐습니다."]
    columns = [node["/A"] for tag, node in tags if tag == "/TH"]
    assert columns
    assert all("/Column" in str(one) for one in columns)


def test_every_font_is_inside(made):
    fonts = pdf_fonts(made(a_document()))
    assert fonts
    assert all(fonts.values())
    assert all("PretendardGOV" in name for name in fonts)


def test_everything_is_said_with_hash_anchor_and_pages_at_the_foot(made):
    path = made(a_document(mark="공개 전 초안", contents=True, front_page=True))
    text = pdf_text(path)
    for expected in (
        LONG_NAME,
        "98.25",
        "1,234.5",
        "2026.6.30.",
        "77.125",
        "88.5",
        "60.25",
        "27.43/30",
        "장애요인이없습니다.",
    ):
        assert expected in text
    reader = pypdf.PdfReader(path)
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        shown = page.extract_text()
        assert f"{number} / {count}" in shown
        assert "ab12" * 16 in "".join(shown.split())
        assert "cd34" * 16 in "".join(shown.split())
        assert "EX-0001" in shown
        assert "공개 전 초안" in shown


def test_a_long_table_repeats_its_head_on_every_page(made):
    rows = [(place, f"{place}번 부서", Decimal(place) / 4) for place in range(1, 3001)]
    begun = monotonic()
    path = made(a_document(Table("목록", (Column("번호", "number"), Column("부서"), Column("점수", "number")), rows)))
    assert monotonic() - begun < 60
    pages = pypdf.PdfReader(path).pages
    assert len(pages) > 50
    assert all("번호" in page.extract_text() for page in pages)
    assert "3,000" in pages[-1].extract_text()


def test_no_word_is_broken_and_nothing_runs_over(made):
    words = "행정정보공동이용 시스템을 통하여 민원인의 구비서류를 줄이는 방안을 마련하였습니다. " * 12
    table = Table("표", tuple(Column(f"열 {place}") for place in range(9)), [[LONG_NAME] * 9] * 3)
    path = made(a_document(Paragraph(words), table))
    lines = [line for page in pypdf.PdfReader(path).pages for line in page.extract_text().splitlines()]
    spoken = {word for line in lines for word in line.split() if word.startswith(("행정정보", "시스템", "구비서류"))}
    assert {"행정정보공동이용", "시스템을", "구비서류를"} <= spoken
    assert not {word for word in spoken if word[:4] in {"행정정보", "구비서류"}} - {"행정정보공동이용", "구비서류를"}
    printed = Printed(path)
    right = max(piece.right for sheet in printed.sheets for piece in sheet.pieces)
    assert right <= 595.28 - 20 / 0.3528 + 1
    assert list(printed.overflows()) == []


def test_what_runs_over_is_seen(tmp_path):
    """Set by hand: a text beyond the margin, one over the border of its cell, one over another."""
    source = tmp_path / "over.typ"
    source.write_text(
        """#set page(width: 100mm, margin: 20mm)
        #set text(font: "Pretendard GOV")
        #table(columns: (20mm, 40mm), box(width: 0mm)[#box(width: 40mm)[가나다라마바사아]], [])
        #box(width: 5mm)[#box(width: 40mm)[가나다라마바사]]하하
        #box(width: 100mm, align(right)[끝])""",
        encoding="utf-8",
    )
    typst.compile(source, output=tmp_path / "over.pdf", format="pdf", font_paths=[FONTS], ignore_system_fonts=True)
    found = list(Printed(tmp_path / "over.pdf").overflows())
    assert [one.split(":")[0] for one in found] == [
        "page 1, beyond the margin",
        "page 1",
        "page 1",
    ]
    assert ["over a border" in one for one in found] == [False, True, False]
    assert ["one over the other" in one for one in found] == [False, False, True]


@pytest.mark.parametrize("values", [(), (7,), (3, 4, 5, 1_000_000), (None, None)])
@pytest.mark.parametrize("kind", [BarChart, LineChart])
def test_charts_of_none_one_and_an_outlier(made, kind, values):
    labels = tuple(f"{place}과" for place in range(len(values)))
    path = made(a_document(Heading("도표"), kind("건수", "한 부서가 많습니다.", labels, (Series("건", values),))))
    text = pdf_text(path)
    drawn = [tag for tag, _node in pdf_tags(path) if tag == "/Figure"]
    if len(values) < 2 or values == (None, None):
        assert drawn == []
        assert ("7" if values == (7,) else "therearenofiguresyet") in text
    else:
        assert drawn == ["/Figure"]
        assert "1,000,000" in text
        assert "Beyondtheaxis" in text


def test_an_emblem_is_drawn_with_words_for_it(made):
    path = made(a_document(office=Office(name="오품시", emblem=png())))
    assert next(node["/Alt"] for tag, node in pdf_tags(path) if tag == "/Figure") == "Emblem of the office"


def test_a_remark_about_what_is_missing_stands_at_the_foot(made):
    path = made(a_document(office=Office(name="오품시", remark="문장을 읽을 수 없습니다.")))
    assert "문장을읽을수없습니다." in pdf_text(path)


def test_what_the_font_cannot_show_does_not_break_the_document(made):
    assert "좋아요□" in pdf_text(made(a_document(Paragraph("좋아요 😀\u202e"))))


def test_a_poster_fits_on_one_page(made):
    for slogan in (
        "빠르게",
        LONG_NAME,
        "시민이 먼저 웃는 도시, 서류는 줄이고 걸음은 덜고 마음은 더하는 우리 부서 " * 2,
    ):
        document = a_document(
            Poster(slogan, LONG_NAME, 2026, "뜻"), orientation="landscape", office=Office(name="오품시")
        )
        assert len(pypdf.PdfReader(made(document)).pages) == 1


def test_the_progress_is_told(tmp_path):
    told = []
    pdf.write(a_document(), tmp_path / "a.pdf", lambda done, total=None, _doing="": told.append((done, total)))
    assert told
    assert all(0 <= done <= total for done, total in told)
