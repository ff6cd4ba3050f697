"""Forms of reports."""

from app.reports.forms.incentives import (
    FactsForm,
    GradeTableForm,
    HandoverForm,
    ReturnForm,
    RulesForm,
    amounts_of,
    bases_form,
)

__all__ = [
    "FactsForm",
    "GradeTableForm",
    "HandoverForm",
    "ReturnForm",
    "RulesForm",
    "amounts_of",
    "bases_form",
]
