"""Documents to write, and what independent readers find in them afterwards."""

import ctypes
import re
import struct
import zlib
from ctypes.util import find_library
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pypdf

from app.core.documents.content import (
    BarChart,
    Bullets,
    Column,
    Derivation,
    Document,
    Facts,
    Footer,
    Formula,
    Heading,
    LineChart,
    Notice,
    Office,
    PageBreak,
    Paragraph,
    Series,
    Signatures,
    Table,
)

LONG_NAME = "스마트도시통합관제민원서비스혁신지원센터" * 3
"""Sixty characters without a space."""

ISSUED = datetime(2026, 11, 22, 5, 0, 0, 123_456, UTC)


def png(width=60, height=40, colour=b"\x0b\x50\xd0"):
    """A whole picture of one colour."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + colour * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )


def a_document(*parts, **changes):
    """A document in Korean of a small office; `changes` of its other fields."""
    given = {
        "title": "2026년 상반기 부서평가 보고서",
        "language": "ko",
        "office": Office(name="오품시", approval=("담당", "팀장")),
        "issued": ISSUED,
        "parts": parts or every_part(),
        "number": "2026-H1",
        "footer": Footer(hash="ab12" * 16, anchor="1,234 · " + "cd34" * 16, export_id="EX-0001"),
    }
    return Document(**(given | changes))


def every_part():
    """One of each part, with a name of sixty characters wherever a name may stand."""
    columns = (Column("순위", "number"), Column("부서"), Column("총점", "number"), Column("기준일", "date"))
    rows = [
        (1, LONG_NAME, Decimal("98.25"), date(2026, 6, 30)),
        (2, "교통과", Decimal("1234.5"), None),
    ]
    return (
        Heading("종합 결과"),
        Paragraph("이 보고서는 부서평가 결과를 담았습니다.\n둘째 줄입니다."),
        Facts((("평가회차", "2026-H1"), (LONG_NAME, Decimal("77.125"))), "개요"),
        Table("종합 순위", columns, rows),
        Table("장애요인", (Column("제목"),), [], empty="장애요인이 없습니다."),
        Heading("도표", 2),
        BarChart(
            "평균", "가과가 높습니다.", ("가과", LONG_NAME), (Series("점수", (Decimal("88.5"), Decimal("60.25"))),)
        ),
        LineChart(
            "추이", "올랐습니다.", ("1월", "2월", "3월"), (Series("우리", (3, 4, 6)), Series("평균", (3, None, 5)))
        ),
        PageBreak(),
        Heading("산출 근거"),
        Derivation("A-01 처리 기간", "27.43 / 30", (("산출", ("30 × (92 − 60) ÷ 35 = 27.43", "실적 92")),)),
        Formula("30 × 0.5 = 15"),
        Notice("공개 전 초안입니다."),
        Bullets(("하나", LONG_NAME)),
        Signatures((("과장", "홍길동"), ("부시장", None))),
    )


def pdf_text(path):
    """All text of a PDF without the spaces, so that it does not matter where lines end."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def pdf_tags(path):
    """(tag, attributes) of every element of the structure tree, in reading order."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((node["/S"], node))
            if "/K" in node:
                walk(node["/K"])

    walk(pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"])
    return found


def pdf_fonts(path):
    """Whether each font used in a PDF is in it, by name."""
    found = {}
    for page in pypdf.PdfReader(path).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for one in font.get_object()["/DescendantFonts"]:
                descriptor = one.get_object()["/FontDescriptor"].get_object()
                found[descriptor["/FontName"]] = any(key in descriptor for key in ("/FontFile2", "/FontFile3"))
    return found


def hangul():
    """The independent reader of HWPX. Its wheel brings an old FreeType, so the system's is loaded before it."""
    library = find_library("freetype")
    if library is not None:
        ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    import rhwp  # noqa: PLC0415  only after the library above

    return rhwp


def hwpx_blocks(path):
    """The blocks of an HWPX document in order."""
    return list(hangul().parse(str(path)).to_ir().iter_blocks())


def hwpx_tables(path):
    """Every table of an HWPX document as rows of texts."""
    found = []
    for block in hwpx_blocks(path):
        if block.kind == "table":
            rows = [[""] * block.cols for _ in range(block.rows)]
            for cell in block.cells:
                rows[cell.row][cell.col] = "\n".join(one.text for one in cell.blocks)
            found.append(rows)
    return found


def hwpx_text(path):
    """All text of an HWPX document without spaces: paragraphs and cells."""
    found = [block.text for block in hwpx_blocks(path)]
    return "".join("".join(found).split())


def xlsx_sheets(path):
    """Every sheet of a workbook as rows of values."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def xlsx_text(path):
    """All values of a workbook as one text without spaces; numbers with two decimals at most, as they are stored."""
    values = [value for rows in xlsx_sheets(path).values() for row in rows for value in row if value is not None]
    return "".join("".join(str(value).split()) for value in values)


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers_in(text):
    """Every number that stands in a text, without separators."""
    return {Decimal(found.replace(",", "")) for found in NUMBER.findall(text)}
