"""A workbook too long to be opened for writing comes back as a new one: the same sheet and the column 「오류」, row after row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import islice, repeat
from pathlib import Path

from app.core.sheets.columns import Cell, Column, Sheet, SheetSpec
from app.core.sheets.portions import Line
from app.core.sheets.problems import ERROR_HEADER, RowError, write_errors
from app.core.sheets.reading import Titled, opened_sheet
from app.core.sheets.values import RawCell, exact
from app.core.sheets.writing import write_workbook

MOST_ROWS_AS_IT_WAS = 5_000
"""Up to so many rows the workbook itself is opened and annotated, with its look."""


def return_errors(target: Path, original: bytes, spec: SheetSpec, errors: Sequence[RowError]) -> None:
    """Write the workbook back with what is wrong: itself where it is short, else its values without their look.

    The workbook must have been read before; only the sheet of `spec` comes back where it is long.
    """
    with opened_sheet(BytesIO(original), spec) as (sheet, _faulty):
        last = max((number for number, _cells in islice(_lines_of(sheet), MOST_ROWS_AS_IT_WAS + 1)), default=0)
    if last <= MOST_ROWS_AS_IT_WAS:
        target.write_bytes(write_errors(original, errors))
        return
    with opened_sheet(BytesIO(original), spec) as (sheet, _faulty):
        write_workbook(target, [_annotated(_lines_of(sheet), spec, errors)])


def _lines_of(sheet: Titled | None) -> Iterator[Line]:
    return iter(()) if sheet is None else sheet[1]


def _annotated(lines: Iterator[Line], spec: SheetSpec, errors: Iterable[RowError]) -> Sheet:
    said: dict[int, list[str]] = {}
    for error in errors:
        said.setdefault(error.row, []).append(str(error))
    begins, header = next((line for line in lines if any(str(cell).strip() for cell in line[1])), (1, []))
    names = [" ".join(str(cell).split()) for cell in header]
    kept = [place for place, name in enumerate(names) if name and name != ERROR_HEADER]
    known = {column.header: column for column in spec.columns}
    columns = [replace(known.get(names[place], Column(names[place])), choices=None) for place in kept]
    return Sheet(spec.title, (*columns, Column(ERROR_HEADER, width=60)), _rows(begins, lines, kept, said))


def _rows(
    begins: int, lines: Iterator[Line], kept: Sequence[int], said: dict[int, list[str]]
) -> Iterator[Sequence[Cell]]:
    for number, cells in lines:
        yield from repeat((None,) * (len(kept) + 1), number - begins - 1)
        begins = number
        filled = (_cell(cells[place]) if place < len(cells) else None for place in kept)
        yield (*filled, "\n".join(said.get(number, ())) or None)


def _cell(raw: RawCell) -> Cell:
    if raw == "":
        return None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return exact(raw)
    return raw if isinstance(raw, str | date) else str(raw)
