"""Workbooks in: checked as an archive first, then read by column names, all errors told at once."""

import io
import posixpath
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import IO

from defusedxml.ElementTree import ParseError, fromstring
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from app.core.archives import ARCHIVE_ERRORS
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets.columns import Column, Row, SheetSpec, Value
from app.core.sheets.container import Inspection, inspect_workbook
from app.core.sheets.extent import ErrorCell
from app.core.sheets.portions import Line, is_long, lines_of_portions
from app.core.sheets.problems import ERROR_HEADER, Problems
from app.core.sheets.values import RawCell, convert

_OFFICE_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Rows = dict[str, list[Row]]


def read_workbook(source: IO[bytes] | str | Path, specs: Sequence[SheetSpec], problems: Problems | None = None) -> Rows:
    """Read the named sheets of an .xlsx. Returns rows by sheet title; empty rows are left out.

    Raises `Refused` if the file is unsafe or lacks a sheet or column. Wrong cells are added to `problems`
    (their value is None) when given; without it `SheetErrors` is raised with all of them.
    """
    found = problems if problems is not None else Problems()
    with _inspected(source) as (stream, inspection):
        faulty = _faulty_cells(stream, inspection.error_cells) if inspection.error_cells else {}
        stream.seek(0)
        with CalamineWorkbook.from_filelike(stream) as book:
            rows = {spec.title: list(_read(_sheet(book, spec), spec, faulty, found)) for spec in specs}
    if problems is None:
        found.raise_any()
    return rows


def stream_rows(source: IO[bytes] | str | Path, spec: SheetSpec, problems: Problems) -> Iterator[Row]:
    """Read one sheet of an .xlsx row after row, for sheets too long to stand in memory as rows; else as `read_workbook`.

    The rows are read while the file is open: go through them to the end, or drop the iterator.
    """
    with opened_sheet(source, spec) as (sheet, faulty):
        yield from _read(sheet, spec, faulty, problems)


@contextmanager
def opened_sheet(source: IO[bytes] | str | Path, spec: SheetSpec) -> Iterator[tuple["Titled | None", "Faulty"]]:
    """Open one sheet as raw rows, a portion at a time if it is long; rows without a cell may be missing."""
    with _inspected(source) as (stream, inspection):
        faulty = _faulty_cells(stream, inspection.error_cells) if inspection.error_cells else {}
        found = {_name(title): (part, title) for part, title in _sheets(stream).items()}
        part, title = found.get(_name(spec.title), ("", ""))
        if is_long(inspection, part):
            yield (title, lines_of_portions(stream, inspection, part, title)), faulty
            return
        stream.seek(0)
        with CalamineWorkbook.from_filelike(stream) as book:
            yield _sheet(book, spec), faulty


@contextmanager
def _inspected(source: IO[bytes] | str | Path) -> Iterator[tuple[IO[bytes], Inspection]]:
    """Open a workbook that is safe to read, and say it in one sentence whatever the reader stumbles over."""
    with Path(source).open("rb") if isinstance(source, str | Path) else nullcontext(_seekable(source)) as stream:
        inspection = inspect_workbook(stream)
        try:
            yield stream, inspection
        except CalamineError as error:
            raise Refused(_("The file is damaged or not an Excel workbook (.xlsx).")) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # the reader's own crash, by design no Exception
                raise Refused(_("The file is damaged or not an Excel workbook (.xlsx).")) from None
            raise


def _seekable(stream: IO[bytes]) -> IO[bytes]:
    return stream if isinstance(stream, io.BytesIO) else io.BytesIO(stream.read())


def _name(text: object) -> str:
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


Faulty = Mapping[str, frozenset[tuple[int, int]]]


@dataclass(frozen=True)
class _Field:
    """Where a column of the spec stands in the sheet; index None where the sheet lacks it."""

    column: Column
    index: int | None


Titled = tuple[str, Iterator[Line]]
"""The title of a sheet as the workbook writes it, and its rows with their numbers."""


def _sheet(book: CalamineWorkbook, spec: SheetSpec) -> Titled | None:
    title = {_name(title): title for title in book.sheet_names}.get(_name(spec.title))
    return None if title is None else (title, _lines(book.get_sheet_by_name(title)))


def _read(sheet: Titled | None, spec: SheetSpec, faulty: Faulty, problems: Problems) -> Iterator[Row]:
    if sheet is None:
        if spec.optional:
            return
        raise Refused(_("The workbook has no sheet “%(sheet)s”.", sheet=spec.title))
    title, lines = sheet
    lines = _from_header(lines)
    _number, header = next(lines, (1, []))
    fields = _match_header(spec, header)
    bad = faulty.get(title, frozenset())
    for number, cells in lines:
        if any(cell not in {"", None} for cell in cells) or any(row == number for row, _column in bad):
            row = _read_row(spec.title, number, cells, fields, bad, problems)
            if row:
                yield row


def _lines(sheet: CalamineSheet) -> Iterator[Line]:
    """Rows with their number as people see it."""
    begins = sheet.start[1] if sheet.start else 0
    empty: list[RawCell] = [""] * begins  # the rows come without the empty columns before the first filled one
    lines: Iterator[list[RawCell]] = iter(sheet.iter_rows())
    return enumerate((empty + line for line in lines) if begins else lines, start=1)


def _from_header(lines: Iterator[Line]) -> Iterator[Line]:
    """Leave out the rows above the first one that is not empty."""
    return dropwhile(lambda line: not any(str(cell).strip() for cell in line[1]), lines)


def _match_header(spec: SheetSpec, header: Sequence[RawCell]) -> list[_Field]:
    names = [_name(cell) for cell in header]
    known = {_name(column.header): column for column in spec.columns}
    filled = [name for name in names if name and name != ERROR_HEADER]
    missing = [column.header for name, column in known.items() if name not in names and not column.optional]
    unknown = [name for name in filled if name not in known]
    twice = sorted({name for name in filled if filled.count(name) > 1})
    for wrong, reason in (
        (missing, _("Sheet “%(sheet)s” lacks the columns: %(columns)s.", sheet=spec.title, columns=", ".join(missing))),
        (
            unknown,
            _("Sheet “%(sheet)s” has unknown columns: %(columns)s.", sheet=spec.title, columns=", ".join(unknown)),
        ),
        (twice, _("Sheet “%(sheet)s” has columns twice: %(columns)s.", sheet=spec.title, columns=", ".join(twice))),
    ):
        if wrong:
            raise Refused(reason)
    return [_Field(column, names.index(name) if name in names else None) for name, column in known.items()]


def _read_row(
    sheet: str,
    number: int,
    cells: Sequence[RawCell],
    fields: Sequence[_Field],
    faulty: frozenset[tuple[int, int]],
    problems: Problems,
) -> Row | None:
    values: dict[str, Value] = {}
    noted = len(problems.errors)
    for field in fields:
        column, index = field.column, field.index
        try:
            value = None if index is None or index >= len(cells) else convert(cells[index], column.kind)
        except Refused as refusal:
            problems.add(sheet, number, column.header, refusal.reason)
            value = None
        else:
            if index is not None and (number, index + 1) in faulty:
                problems.add(sheet, number, column.header, _("This cell shows an error or a formula without a result."))
        values[column.header] = value
    if len(problems.errors) == noted and all(value is None for value in values.values()):
        return None
    wrong = {error.column for error in problems.errors[noted:]}
    for column in (field.column for field in fields):
        if column.required and values[column.header] is None and column.header not in wrong:
            problems.add(sheet, number, column.header, _("This cell must not be empty."))
    return Row(number, values)


def _faulty_cells(stream: IO[bytes], by_part: Mapping[str, Sequence[ErrorCell]]) -> Faulty:
    """Turn part names of the archive into sheet titles."""
    titles = _sheets(stream)
    return {
        titles[part]: frozenset((cell.row, cell.column) for cell in cells)
        for part, cells in by_part.items()
        if part in titles
    }


def _sheets(stream: IO[bytes]) -> dict[str, str]:
    """Return the title of each sheet by its part name in the archive."""
    try:
        with zipfile.ZipFile(stream) as archive:
            relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
            book = fromstring(archive.read("xl/workbook.xml"))
    except (ParseError, KeyError, *ARCHIVE_ERRORS) as error:
        raise Refused(_("The file is damaged or not an Excel workbook (.xlsx).")) from error
    targets = {item.get("Id"): posixpath.normpath(posixpath.join("/xl", str(item.get("Target")))) for item in relations}
    return {
        targets.get(item.get(_OFFICE_REL), "").lstrip("/"): str(item.get("name"))
        for item in book.iter()
        if item.tag.rpartition("}")[2] == "sheet"
    }
