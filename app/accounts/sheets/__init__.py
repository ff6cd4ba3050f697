"""조직·직원 통합문서: departments, people and roles in one workbook, the same columns in and out."""

from app.accounts.sheets.columns import SPECS
from app.accounts.sheets.export import organization_sheets
from app.accounts.sheets.importing import WORKBOOK_IMPORT, Counts, import_organization, row_count, say_counts

__all__ = [
    "SPECS",
    "WORKBOOK_IMPORT",
    "Counts",
    "import_organization",
    "organization_sheets",
    "row_count",
    "say_counts",
]
