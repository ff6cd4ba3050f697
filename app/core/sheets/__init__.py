"""Excel and CSV in and out: the same columns in both directions, nothing executed, nothing half read."""

from app.core.sheets.columns import Column, Kind, Row, Sheet, SheetSpec
from app.core.sheets.long_errors import return_errors
from app.core.sheets.problems import ERROR_HEADER, Problems, RowError, SheetErrors, write_errors
from app.core.sheets.reading import read_workbook, stream_rows
from app.core.sheets.text import clean_text, guard_text, unguard_text
from app.core.sheets.writing import XLSX, write_csv, write_workbook

__all__ = [
    "ERROR_HEADER",
    "XLSX",
    "Column",
    "Kind",
    "Problems",
    "Row",
    "RowError",
    "Sheet",
    "SheetErrors",
    "SheetSpec",
    "clean_text",
    "guard_text",
    "read_workbook",
    "return_errors",
    "stream_rows",
    "unguard_text",
    "write_csv",
    "write_errors",
    "write_workbook",
]
