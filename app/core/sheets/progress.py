"""How far a workbook has come while its rows are written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from app.core.sheets.columns import Cell, Sheet

EVERY = 200
Tell = Callable[[int], None]
"""Gets the number of rows written so far, over all sheets."""


def told(sheets: Sequence[Sheet], tell: Tell) -> list[Sheet]:
    """Return the sheets with rows that tell how many have passed: at every 200th row and at the end of each sheet."""
    passed = [0]
    return [replace(sheet, rows=_counted(sheet.rows, passed, tell)) for sheet in sheets]


def _counted(rows: Iterable[Sequence[Cell]], passed: list[int], tell: Tell) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield row
        passed[0] += 1
        if passed[0] % EVERY == 0:
            tell(passed[0])
    tell(passed[0])
