"""조직·직원 통합문서: departments, people and roles in one workbook, the same columns in and out."""

from app.accounts.sheets.columns import SPECS
from app.accounts.sheets.export import organization_sheets
from app.accounts.sheets.importing import Counts, import_organization

__all__ = ["SPECS", "Counts", "import_organization", "organization_sheets"]
