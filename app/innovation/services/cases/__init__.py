"""What can be done with cases; import it from here."""

from app.innovation.services.cases.decisions import (
    approve_case,
    check_may_return,
    check_may_withdraw,
    publish_case,
    return_case,
    withdraw_case,
)
from app.innovation.services.cases.evidence import add_files, take_file_back
from app.innovation.services.cases.writing import CaseContent, FigureDraft, change_case, submit_case, write_case

__all__ = [
    "CaseContent",
    "FigureDraft",
    "add_files",
    "approve_case",
    "change_case",
    "check_may_return",
    "check_may_withdraw",
    "publish_case",
    "return_case",
    "submit_case",
    "take_file_back",
    "withdraw_case",
    "write_case",
]
