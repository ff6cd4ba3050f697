"""The same workbook with columns of answers written into it; everything else stays as it was."""

import io
import os
import secrets
import warnings
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from app.core.sheets.problems import ERROR_HEADER
from app.core.sheets.text import cell_text

Answers = Mapping[int, str | Decimal | None]
"""Row number as people see it → what is written there."""


def write_answers(original: bytes, title: str, columns: Mapping[str, Answers]) -> bytes:
    """Return the workbook with these columns in the sheet: those of an earlier answer are filled anew.

    What stood in them in other rows is emptied, and so is the column 「오류」. The workbook must have been read before.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(original))
        sheet = _sheet(book, title)
        for header, answers in {ERROR_HEADER: {}, **columns}.items():
            _fill(sheet, header, answers)
        target = io.BytesIO()
        book.save(target)
    return target.getvalue()


def replace_file(path: Path, content: bytes) -> None:
    """Put the content in place of a file at once, or leave it as it was; its permissions stay."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    mode = path.stat().st_mode & 0o777
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.chmod(mode)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _sheet(book: Any, title: str) -> Any:  # noqa: ANN401  openpyxl's untyped book and sheet
    return next(sheet for sheet in book.worksheets if " ".join(sheet.title.split()) == title)


def _fill(sheet: Any, header: str, answers: Answers) -> None:  # noqa: ANN401  openpyxl's untyped sheet
    head = next(cells for cells in sheet.iter_rows() if any(cell.value is not None for cell in cells))
    again = [cell.column for cell in head if str(cell.value).strip() == header]
    if not again and not answers:
        return
    column = again[0] if again else max(cell.column for cell in head if cell.value is not None) + 1
    sheet.cell(head[0].row, column).value = header
    for row in range(head[0].row + 1, max(sheet.max_row, *answers, 0) + 1):
        value = answers.get(row)
        cell = sheet.cell(row, column)
        cell.value = cell_text(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        elif value is not None:
            cell.number_format = "0.00"
