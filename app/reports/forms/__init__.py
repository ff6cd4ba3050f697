"""Forms of reports."""

from app.reports.forms.incentives import ExportForm, GradeTableForm, amounts_of, bases_form

__all__ = ["ExportForm", "GradeTableForm", "amounts_of", "bases_form"]
