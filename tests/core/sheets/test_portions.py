"""A long sheet read in portions gives what the same sheet gives when it is read whole."""

import io
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.core.clock import SEOUL
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import (
    Column,
    Kind,
    Problems,
    RowError,
    SheetSpec,
    container,
    portions,
    read_workbook,
    return_errors,
    stream_rows,
    strings,
)

pytestmark = pytest.mark.engine_free

COLUMNS = (Column("번호"), Column("때", kind=Kind.MOMENT), Column("수", kind=Kind.NUMBER), Column("말"))
SPEC = SheetSpec("기록", COLUMNS)
SHEET = "xl/worksheets/sheet1.xml"
WORDS = ("가<나>&다", " 앞 뒤 ", "한 줄\n두 줄", "=1+1", "", None, "같은 말", "</row>")


@pytest.fixture
def short_portions(monkeypatch):
    monkeypatch.setattr(container, "CHUNK", 400)
    monkeypatch.setattr(portions, "LONG", 0)
    monkeypatch.setattr(strings, "SHORT", 0)


def book_of(count, *, above=0, before=0, gap=0):
    book = Workbook()
    sheet = book.active
    sheet.title = "기록"
    for column, name in enumerate(("번호", "때", "수", "말"), start=1 + before):
        sheet.cell(1 + above, column).value = name
    for row in range(count):
        at = 2 + above + row + (gap if row >= count // 2 else 0)
        when = datetime(2026, 3, 1 + row % 28, 9, row % 60)  # noqa: DTZ001  as a workbook keeps it
        cells = (f"A{row}", when, row / 4, WORDS[row % len(WORDS)])
        for column, value in enumerate(cells, start=1 + before):
            sheet.cell(at, column).value = value
            if isinstance(value, str):
                sheet.cell(at, column).data_type = "s"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(content, change, *, name=SHEET, more=None):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part in source.namelist():
            body = source.read(part)
            out.writestr(part, change(body) if part == name else body)
        for part, body in (more or {}).items():
            out.writestr(part, body)
    return target.getvalue()


def with_shared_strings(content, *, cell=b'<c r="%b"%bt="s"><v>%d</v></c>'):
    """Write the strings as Excel does: in a list of their own, one of them in two runs with a reading beside it."""
    listed = []

    def point(found):
        listed.append(found[3])
        return cell % (found[1], found[2], len(listed) - 1)

    with zipfile.ZipFile(io.BytesIO(content)) as source:
        body = source.read(SHEET)
        types, relations = source.read("[Content_Types].xml"), source.read("xl/_rels/workbook.xml.rels")
    body = re.sub(rb'<c r="([A-Z]+\d+)"((?: s="\d+")? )t="inlineStr"><is>(.*?)</is></c>', point, body, flags=re.DOTALL)
    assert listed
    runs = "<r><t>같</t></r><r><rPr><b/></rPr><t xml:space='preserve'>은 말</t></r><rPh sb='0' eb='1'><t>읽기</t></rPh>".encode()
    items = b"".join(b"<si>%b</si>" % item.replace("<t>같은 말</t>".encode(), runs) for item in listed)
    given = {
        SHEET: body,
        "[Content_Types].xml": types,
        "xl/_rels/workbook.xml.rels": relations
        if b"sharedStrings" in relations
        else relations.replace(
            b"</Relationships>",
            b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        ),
        strings.STRINGS: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + items + b"</sst>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for part in source.namelist():
            if part not in given:
                out.writestr(part, source.read(part))
        for part, body in given.items():
            out.writestr(part, body)
    return target.getvalue()


def both_ways(content):
    whole, cut = Problems(), Problems()
    rows = read_workbook(io.BytesIO(content), [SPEC], whole)["기록"]
    streamed = list(stream_rows(io.BytesIO(content), SPEC, cut))
    assert streamed == rows
    assert [(e.row, e.column, str(e.reason)) for e in cut.errors] == [
        (e.row, e.column, str(e.reason)) for e in whole.errors
    ]
    return streamed, cut.errors


def portions_of(content):
    stream = io.BytesIO(content)
    return len(list(portions._portions(stream, container.inspect_workbook(stream), SHEET)))


@pytest.mark.parametrize("shape", [{}, {"above": 3}, {"before": 2}, {"gap": 40}, {"above": 1, "before": 1, "gap": 7}])
@pytest.mark.parametrize("shared", [False, True])
def test_a_sheet_in_portions_reads_as_the_whole(short_portions, shape, shared):
    content = book_of(120, **shape)
    content = with_shared_strings(content) if shared else content
    assert portions_of(content) > 10
    rows, errors = both_ways(content)
    assert len(rows) == 120
    assert not errors
    first = 2 + shape.get("above", 0)
    assert (rows[0].number, rows[0]["번호"], rows[0]["말"]) == (first, "A0", "가<나>&다")
    assert rows[6]["말"] == "같은 말"
    assert rows[7]["말"] == "</row>"
    assert rows[-1].number == first + 119 + shape.get("gap", 0)
    assert rows[1]["때"] == datetime(2026, 3, 2, 9, 1, tzinfo=SEOUL)


def test_wrong_cells_keep_their_row_numbers(short_portions):
    def spoil(body):
        return body.replace(b'<c r="C90" t="n"><v>22</v></c>', b'<c r="C90" t="e"><v>#N/A</v></c>').replace(
            b'<c r="C50" t="n"><v>12</v></c>', b'<c r="C50"><f>SUM(1,2)</f></c>'
        )

    content = changed(book_of(120), spoil)
    _rows, errors = both_ways(content)
    assert [(error.row, error.column) for error in errors] == [(50, "수"), (90, "수")]


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r=\"%b\"%bt='s'><v>%d</v></c>",
        b'<c r="%b"%bt="s" ><v>%d</v></c>',
        b'<c r="%b"%bt="s"><v xml:space="preserve">%d</v></c>',
    ],
)
def test_pointers_written_otherwise_find_their_strings_too(short_portions, cell):
    content = with_shared_strings(book_of(40), cell=cell)
    plain, _errors = both_ways(with_shared_strings(book_of(40)))
    assert both_ways(content)[0] == plain


def test_a_list_of_strings_written_otherwise_goes_along_whole(short_portions):
    content = with_shared_strings(book_of(40))
    expected = both_ways(content)[0]
    spaced = changed(content, lambda body: body.replace(b"<si>", b"<si >", 3), name=strings.STRINGS)
    assert both_ways(spaced)[0] == expected


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.replace(b"<sheetData>", b"<!-- </row> --><sheetData>"),
        lambda body: body.replace(b"<sheetData>", b"<?x </row> ?><sheetData>"),
        lambda body: body.replace(b'<row r="9"', b"<row spans='1:4' r=\"9\""),
        lambda body: body.replace(b"<sheetData>", b"<sheetData >"),
        lambda body: b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n" + body,
    ],
)
def test_sheets_of_unusual_writers_are_read(short_portions, change):
    expected = both_ways(book_of(60))[0]
    assert both_ways(changed(book_of(60), change))[0] == expected


def test_a_sheet_that_cannot_be_cut_is_one_portion(short_portions):
    assert portions.is_long(container.inspect_workbook(io.BytesIO(book_of(60))), SHEET)
    commented = changed(book_of(60), lambda body: body.replace(b"<sheetData>", b"<!-- </row> --><sheetData>"))
    assert not portions.is_long(container.inspect_workbook(io.BytesIO(commented)), SHEET)


def test_rows_out_of_order_are_refused(short_portions):
    def swap(body):
        return re.sub(rb'<row r="50".*?</row>', b"", body).replace(
            b"</sheetData>", b'<row r="50"><c r="A50"><v>1</v></c></row></sheetData>'
        )

    with pytest.raises(Refused, match="damaged"):
        list(stream_rows(io.BytesIO(changed(book_of(120), swap)), SPEC, Problems()))


def test_a_workbook_without_its_relations_is_refused(short_portions):
    content = book_of(3)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as out:
        for part in source.namelist():
            if part != "xl/_rels/workbook.xml.rels":
                out.writestr(part, source.read(part))
    with pytest.raises(Refused):
        list(stream_rows(io.BytesIO(target.getvalue()), SPEC, Problems()))


def test_a_long_workbook_comes_back_with_its_errors_at_their_rows(short_portions, monkeypatch, tmp_path):
    monkeypatch.setattr("app.core.sheets.long_errors.MOST_ROWS_AS_IT_WAS", 50)
    target = tmp_path / "errors.xlsx"
    return_errors(target, book_of(120, gap=3), SPEC, [RowError("기록", 110, "수", _("This cell must not be empty."))])
    error = Column("오류")
    rows = read_workbook(target, [SheetSpec("기록", (*COLUMNS, error))])["기록"]
    assert len(rows) == 120
    assert rows[-1].number == 124


SCRIPT = """
import sys
from app.core.sheets import Column, Problems, SheetSpec, stream_rows
spec = SheetSpec("기록", tuple(Column(name) for name in ("번호", "때", "수", "말")))
print(sum(1 for row in stream_rows(sys.argv[1], spec, Problems())))
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def peak(path):
    told = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, check=True, text=True)
    count, kilobytes = told.stdout.split()
    return int(count), int(kilobytes)


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True])
def test_memory_does_not_grow_with_the_rows(tmp_path, shared):
    peaks = {}
    for count in (20_000, 120_000):
        row = '<row r="%d">' + "".join(
            f'<c r="{letter}%d" t="inlineStr"><is><t>{letter}%d</t></is></c>' for letter in "ABCD"
        )
        lines = "".join((row + "</row>") % (n, n, n, n, n, n, n, n, n) for n in range(2, count + 2))
        content = changed(
            book_of(0),
            lambda body, lines=lines: body.replace(b"</sheetData>", lines.encode() + b"</sheetData>"),
        )
        path = Path(tmp_path) / f"{count}.xlsx"
        path.write_bytes(with_shared_strings(content) if shared else content)
        found, peaks[count] = peak(path)
        assert found == count
    assert peaks[120_000] <= 1.2 * peaks[20_000]
