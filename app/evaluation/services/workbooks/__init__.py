"""엑셀: the sheets 평가회차, 지표, 실적 in and out, and the sheet 결과."""

from app.evaluation.services.workbooks.exporting import write_export, write_template
from app.evaluation.services.workbooks.importing import Imported, import_workbook
from app.evaluation.services.workbooks.results import write_results

__all__ = ["Imported", "import_workbook", "write_export", "write_results", "write_template"]
