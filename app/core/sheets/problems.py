"""What is wrong with a workbook, row by row, and the same workbook with the answer written into it."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Font

from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets.columns import Column, Kind, Sheet
from app.core.sheets.text import cell_text
from app.core.sheets.writing import write_workbook

ERROR_HEADER = "오류"
_RED = Font(color="B00020")


@dataclass(frozen=True)
class RowError:
    """One wrong cell. `column` is None where the whole row is meant; `row` is the number people see."""

    sheet: str
    row: int
    column: str | None
    reason: Message

    def __str__(self) -> str:
        return f"{self.column}: {self.reason}" if self.column else str(self.reason)


class SheetErrors(Refused):
    """A workbook with wrong rows: nothing of it was saved. `errors` names every one of them."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        first = errors[0]
        rows = len({(error.sheet, error.row) for error in errors})
        where = _("sheet “%(sheet)s”, row %(row)s", sheet=first.sheet, row=first.row)
        super().__init__(
            _(
                "%(rows)s rows are wrong, nothing was saved. First: %(where)s, %(what)s",
                rows=rows,
                where=where,
                what=first,
            )
        )
        self.errors = tuple(errors)


@dataclass
class Problems:
    """Collects wrong cells over reading and checking, so that all are told at once."""

    errors: list[RowError] = field(default_factory=list)
    _rows: set[tuple[str, int]] = field(default_factory=set)

    def add(self, sheet: str, row: int, column: str | None, reason: Message) -> None:
        """Note one wrong cell (or row, without a column)."""
        self.errors.append(RowError(sheet, row, column, reason))
        self._rows.add((sheet, row))

    def has(self, sheet: str, row: int) -> bool:
        """Whether something of this row is wrong already."""
        return (sheet, row) in self._rows

    def raise_any(self) -> None:
        """Raise `SheetErrors` if anything was noted."""
        if self.errors:
            raise SheetErrors(self.errors)


def write_errors(original: bytes, errors: Iterable[RowError]) -> bytes:
    """Return the same workbook with a column 「오류」 in each sheet that has errors.

    If the workbook cannot be opened for writing, a workbook with the list of errors is returned.
    """
    listed = list(errors)
    target = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(original))
            for title in dict.fromkeys(error.sheet for error in listed):
                _annotate(book[title], [error for error in listed if error.sheet == title])
            book.save(target)
    except Exception:  # noqa: BLE001  whatever the file does to the library, people get their errors
        return _error_list(listed)
    return target.getvalue()


def _annotate(sheet: Any, errors: Sequence[RowError]) -> None:  # noqa: ANN401  openpyxl's untyped sheet
    header_row, column = _error_column(sheet)
    for row in range(header_row + 1, sheet.max_row + 1):
        if sheet.cell(row, column).value is not None:
            sheet.cell(row, column).value = None
    _write(sheet.cell(header_row, column), ERROR_HEADER)
    texts: dict[int, list[str]] = {}
    for error in errors:
        texts.setdefault(max(error.row, header_row + 1), []).append(str(error))
    for row, reasons in texts.items():
        _write(sheet.cell(row, column), "\n".join(reasons))


def _error_column(sheet: Any) -> tuple[int, int]:  # noqa: ANN401  openpyxl's untyped sheet
    """Return the header's row and the column for errors: the one of an earlier attempt, or a new one."""
    for cells in sheet.iter_rows():
        filled = [cell for cell in cells if cell.value is not None]
        if filled:
            again = [cell for cell in filled if str(cell.value).strip() == ERROR_HEADER]
            return filled[0].row, again[0].column if again else sheet.max_column + 1
    return 1, 1


def _write(cell: Any, text: str) -> None:  # noqa: ANN401  openpyxl's untyped cell
    cell.value = cell_text(text)
    cell.data_type = "s"
    cell.font = _RED


def _error_list(errors: Sequence[RowError]) -> bytes:
    columns = (
        Column(str(_("Sheet"))),
        Column(str(_("Row")), kind=Kind.NUMBER),
        Column(str(_("Column"))),
        Column(ERROR_HEADER, width=70),
    )
    target = io.BytesIO()
    rows = [(error.sheet, error.row, error.column, str(error.reason)) for error in errors]
    write_workbook(target, [Sheet(ERROR_HEADER, columns, rows)])
    return target.getvalue()
