import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from app.core.errors import Refused
from app.core.sheets import Column, SheetSpec, read_workbook
from app.core.sheets.container import MAX_ENTRIES

SPEC = [SheetSpec("S", [Column("이름")])]
MEGABYTE = 1024 * 1024
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def plain_book():
    book = Workbook()
    book.active.title = "S"
    book.active.append(["이름"])
    book.active.append(["김하나"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_parts(parts, *, remove=()):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_book())) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            if name not in parts and name not in remove:
                out.writestr(name, source.read(name))
        for name, content in parts.items():
            out.writestr(name, content)
    return target.getvalue()


def with_sheet(body):
    return with_parts({"xl/worksheets/sheet1.xml": HEAD + body + b"</worksheet>"})


def write_bomb(path, *, megabytes):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        with zipfile.ZipFile(io.BytesIO(plain_book())) as source:
            for name in source.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    out.writestr(name, source.read(name))
        with out.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(HEAD + b"<sheetData>")
            row = b'<row r="2"><c r="A2" t="inlineStr"><is><t>aaaaaaaaaaaaaaaa</t></is></c></row>'
            block = row * (MEGABYTE // len(row))
            for _block in range(megabytes):
                part.write(block)


def refused_in_little_memory(source):
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as caught:
            read_workbook(source, SPEC)
        assert tracemalloc.get_traced_memory()[1] < 130 * MEGABYTE
    finally:
        tracemalloc.stop()
    return str(caught.value)


def test_the_plain_book_is_read():
    assert [row["이름"] for row in read_workbook(io.BytesIO(plain_book()), SPEC)["S"]] == ["김하나"]


def test_a_small_file_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    write_bomb(path, megabytes=424)
    assert path.stat().st_size < 2 * MEGABYTE
    assert refused_in_little_memory(path) == "Unpacked, the workbook is larger than 100 MB."


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "liar.xlsx"
    write_bomb(path, megabytes=150)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    true_size = entry.file_size.to_bytes(4, "little")
    assert raw.count(true_size) >= 1
    liar = bytes(raw).replace(true_size, (900_000).to_bytes(4, "little"))
    refused_in_little_memory(io.BytesIO(liar))


@pytest.mark.parametrize(
    "body",
    [
        b'<dimension ref="A1:B1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="190000"><c r="GR190000"><v>1</v></c></row></sheetData>',
        b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='1000000'><c r='A1000000'><v>1</v></c></row></sheetData>",
        b'<sheetData><row r="1"><c s=">" r="XFD1048576"><v>1</v></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="A&#49;048576"><v>1</v></c></row></sheetData>',
        b"<sheetData><row>" + b"<c><v>1</v></c>" * 300 + b"</row></sheetData>",
        b'<sheetData><row r="300000"/></sheetData>',
    ],
)
def test_a_tiny_sheet_that_reaches_a_million_rows_is_refused(body):
    message = refused_in_little_memory(io.BytesIO(with_sheet(body)))
    assert message.startswith("A sheet reaches to row")


@pytest.mark.parametrize(
    "body",
    [
        b"<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>\xec\x9d\xb4\xeb\xa6\x84</t></is></c></row></sheetData>",
        b'<!-- a comment --><sheetData><row spans="1:1" r="1"><c s="0" r="A1" t="inlineStr"><is><t>\xec\x9d\xb4\xeb\xa6\x84</t></is></c></row></sheetData>',
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>\xec\x9d\xb4\xeb\xa6\x84</t></is></c></row>'
        b'<row r="190000"><c r="Z190000" t="inlineStr"/></row></sheetData>',
    ],
)
def test_sheets_of_unusual_writers_are_read(body):
    assert read_workbook(io.BytesIO(with_sheet(body)), SPEC) == {"S": []}


def test_entities_are_never_expanded():
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    with pytest.raises(Refused):
        read_workbook(io.BytesIO(with_parts({"xl/sharedStrings.xml": entity})), SPEC)


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin"]
)
def test_macros_links_and_embedded_objects_are_refused(name):
    with pytest.raises(Refused, match="macros"):
        read_workbook(io.BytesIO(with_parts({name: b"<x/>"})), SPEC)


def test_too_many_parts_are_refused():
    parts = {f"xl/media/{number}.txt": b"" for number in range(MAX_ENTRIES)}
    with pytest.raises(Refused, match="parts"):
        read_workbook(io.BytesIO(with_parts(parts)), SPEC)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"not a workbook",
        b"<html></html>",
        plain_book()[:-200],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(content):
    with pytest.raises(Refused) as caught:
        read_workbook(io.BytesIO(content), SPEC)
    assert str(caught.value).endswith(".")


def test_any_flipped_byte_is_refused_or_read_but_never_crashes():
    original = plain_book()
    for position in range(0, len(original), 37):
        damaged = bytearray(original)
        damaged[position] ^= 0xFF
        try:
            read_workbook(io.BytesIO(bytes(damaged)), SPEC)
        except Refused:
            continue


def test_a_workbook_whose_relations_are_gone_is_refused():
    with pytest.raises(Refused):
        read_workbook(io.BytesIO(with_parts({}, remove=("xl/workbook.xml",))), SPEC)
