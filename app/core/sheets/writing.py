"""Workbooks and CSV files out: streamed, guarded against formulas, whole or not at all."""

import csv
import errno
import io
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from app.core.clock import to_seoul
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets.columns import Cell, Column, Kind, Sheet
from app.core.sheets.text import cell_text, clean_text, safe_text

EXPLANATION_TITLE = "설명"
CHOICES_TITLE = "선택값"
MOST_ROWS = 1_048_576
"""Rows a sheet can have, its header among them; a file with more of them is repaired by Excel, which drops rows."""

_DROP_DOWN_ROWS = 10_000
_HEADER_FONT = Font(bold=True)
_HEADER_FILL = PatternFill("solid", fgColor="E6EEF8")
_HEADER_ALIGNMENT = Alignment(horizontal="center", vertical="center", wrap_text=True)
_FORMATS = {Kind.POINTS: "#,##0.00", Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm"}
_KIND_NAMES = {
    Kind.TEXT: _("Text"),
    Kind.NUMBER: _("Number"),
    Kind.DATE: _("Date (2026-07-03)"),
    Kind.POINTS: _("Number with two decimal places"),
    Kind.MOMENT: _("Day and time (2026-07-03 14:30)"),
}

Target = str | Path | IO[bytes]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_Put = Callable[[Cell], Any]


def write_workbook(
    target: Target, sheets: Sequence[Sheet], *, explain: bool = False, watermark: str | None = None
) -> dict[str, int]:
    """Write sheets as .xlsx to a path (replaced only when complete) or a binary buffer.

    `explain` adds a sheet that says what belongs into each column; `watermark` (an export id) goes into
    the file's properties and the printed footer. Returns the number of rows by sheet title. Raises `Refused` where
    a sheet would have more rows than it can hold.
    """
    book = Workbook(write_only=True)
    if watermark:
        book.properties.identifier = clean_text(watermark)
        book.properties.description = clean_text(watermark)
    book.properties.creator = "Opum"
    lists = _choice_lists(sheets)
    try:
        counts = {sheet.title: _write_sheet(book, sheet, lists, watermark) for sheet in sheets}
        if explain:
            _write_sheet(book, _explanation(sheets), {}, watermark)
        if lists:
            _write_choices(book, lists)
        with _open(target) as stream:
            book.save(stream)
    except SerialisationError as error:
        _discard(book)
        raise _as_of_the_system(error) from error
    except BaseException:
        _discard(book)
        raise
    return counts


def write_csv(target: Target, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write UTF-8 with BOM, so that Excel shows Korean at once. Returns the number of rows."""
    with _open(target) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=False)
        writer = csv.writer(text)
        writer.writerow([safe_text(column.header) for column in columns])
        count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007  the count is the result
            writer.writerow(map(_csv_value, row))
        text.flush()
        text.detach()
    return count


def _discard(book: Any) -> None:  # noqa: ANN401  openpyxl's untyped book
    """Close and remove the temporary files of sheets that were never saved."""
    for sheet in book.worksheets:
        if not sheet.closed:
            with suppress(OSError, SerialisationError):
                sheet.close()
            sheet._writer.cleanup()  # noqa: SLF001  the library offers no other way to drop a sheet


def _as_of_the_system(error: Exception) -> OSError:
    """Return what lxml calls "IO_ENOSPC" as the error of the system it was: a full disk is told by its name."""
    number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
    return OSError(number, os.strerror(number))


@contextmanager
def _open(target: Target) -> Iterator[IO[bytes]]:
    if not isinstance(target, str | Path):
        yield target
        return
    path = Path(target)
    if not path.parent.is_dir():
        raise Refused(_("There is no folder %(folder)s.", folder=path.parent))
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        with unfinished.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name last over a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_sheet(book: Workbook, sheet: Sheet, lists: dict[tuple[str, ...], int], watermark: str | None) -> int:
    target = book.create_sheet(sheet.title)
    target.freeze_panes = "A2"
    if watermark:
        target.oddFooter.center.text = clean_text(watermark).replace("&", "&&")
    for index, column in enumerate(sheet.columns, start=1):
        target.column_dimensions[get_column_letter(index)].width = column.width
    _add_drop_downs(target, sheet.columns, lists)
    target.append([_header_cell(target, column) for column in sheet.columns])
    puts = [_putter(target, column.kind) for column in sheet.columns]
    count = 0
    for count, row in enumerate(sheet.rows, start=1):
        if count >= MOST_ROWS:
            raise Refused(
                _(
                    "The sheet “%(sheet)s” would have more rows than the %(most)s a workbook can hold. Narrow the filters, or take a table of plain text (CSV).",
                    sheet=sheet.title,
                    most=f"{MOST_ROWS:,}",
                )
            )
        target.append([put(value) for put, value in zip(puts, row, strict=True)])
    return count


def _header_cell(target: Any, column: Column) -> Any:  # noqa: ANN401  openpyxl's untyped sheet and cell
    cell = WriteOnlyCell(target, cell_text(column.header))
    cell.data_type = "s"
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, _HEADER_FILL, _HEADER_ALIGNMENT
    return cell


def _putter(target: Any, kind: Kind) -> _Put:  # noqa: ANN401  openpyxl's untyped sheet
    """Return the function that turns a value into what `append` may get.

    Plain text is passed as it is: guarded text never starts with "=". Only "#N/A" and its like
    would still be taken for something else, so they travel as cells with a type.
    """
    number_format = _FORMATS.get(kind)

    def put(value: Cell) -> Any:  # noqa: ANN401  a cell or a plain value
        if value is None:
            return None
        if isinstance(value, str) or kind is Kind.TEXT:
            text = cell_text(_as_text(value))
            return _typed_cell(target, text) if text.startswith("#") else text
        return _styled_cell(target, _plain(value), number_format)

    return put


def _typed_cell(target: Any, text: str) -> Any:  # noqa: ANN401  openpyxl's untyped sheet and cell
    cell = WriteOnlyCell(target, text)
    cell.data_type = "s"
    return cell


def _styled_cell(target: Any, value: Any, number_format: str | None) -> Any:  # noqa: ANN401  openpyxl's untyped sheet
    if number_format is None or isinstance(value, date):
        return value
    cell = WriteOnlyCell(target, value)
    cell.number_format = number_format
    return cell


def _plain(value: Cell) -> Any:  # noqa: ANN401  what openpyxl takes
    if isinstance(value, float):
        raise TypeError("Floats are not exact; give a Decimal.")
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return to_seoul(value).replace(tzinfo=None) if value.tzinfo else value
    return value


def _as_text(value: Cell) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        moment = to_seoul(value) if value.tzinfo else value
        return moment.strftime("%Y-%m-%d %H:%M")
    return str(value)


def _csv_value(value: Cell) -> str:
    if isinstance(value, str):
        return safe_text(value)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return _as_text(_plain(value))


def _choice_lists(sheets: Sequence[Sheet]) -> dict[tuple[str, ...], int]:
    """Number the different drop-down lists: each becomes a column of the hidden sheet."""
    lists: dict[tuple[str, ...], int] = {}
    for column in (column for sheet in sheets for column in sheet.columns if column.choices):
        lists.setdefault(tuple(column.choices or ()), len(lists) + 1)
    return lists


def _add_drop_downs(target: Any, columns: Sequence[Column], lists: dict[tuple[str, ...], int]) -> None:  # noqa: ANN401
    for index, column in enumerate(columns, start=1):
        choices = tuple(column.choices or ())
        if choices not in lists:
            continue
        letter = get_column_letter(lists[choices])
        rule = DataValidation(
            type="list", formula1=f"'{CHOICES_TITLE}'!${letter}$1:${letter}${len(choices)}", allow_blank=True
        )
        rule.add(f"{get_column_letter(index)}2:{get_column_letter(index)}{_DROP_DOWN_ROWS}")
        target.data_validations.append(rule)


def _write_choices(book: Workbook, lists: dict[tuple[str, ...], int]) -> None:
    target = book.create_sheet(CHOICES_TITLE)
    target.sheet_state = "hidden"
    put = _putter(target, Kind.TEXT)
    for line in range(max(len(choices) for choices in lists)):
        target.append([put(choices[line]) if line < len(choices) else None for choices in lists])


def _explanation(sheets: Sequence[Sheet]) -> Sheet:
    columns = (
        Column(str(_("Sheet")), width=14),
        Column(str(_("Column")), width=18),
        Column(str(_("Explanation")), width=70),
        Column(str(_("Kind of value")), width=22),
        Column(str(_("Must be filled")), width=12),
        Column(str(_("Choices")), width=50),
    )
    rows = [
        (
            sheet.title,
            column.header,
            str(column.note) if column.note else None,
            str(_KIND_NAMES[column.kind]),
            str(_("Yes")) if column.required else None,
            ", ".join(column.choices or ()) or None,
        )
        for sheet in sheets
        for column in sheet.columns
    ]
    return Sheet(EXPLANATION_TITLE, columns, rows)
