"""What can be done with slogans; import it from here."""

from app.innovation.services.slogans.calls import CallContent, change_call, open_call
from app.innovation.services.slogans.decisions import approve_slogan, return_slogan
from app.innovation.services.slogans.panels import (
    PanelContent,
    close_panel,
    open_panel,
    replace_evaluator,
    score_slogan,
)
from app.innovation.services.slogans.reviews import (
    ItemReport,
    ReviewContent,
    approve_review,
    return_review,
    submit_review,
    take_review_file_back,
    write_review,
)
from app.innovation.services.slogans.writing import (
    PracticeItem,
    SloganContent,
    change_slogan,
    submit_slogan,
    write_slogan,
)

__all__ = [
    "CallContent",
    "ItemReport",
    "PanelContent",
    "PracticeItem",
    "ReviewContent",
    "SloganContent",
    "approve_review",
    "approve_slogan",
    "change_call",
    "change_slogan",
    "close_panel",
    "open_call",
    "open_panel",
    "replace_evaluator",
    "return_review",
    "return_slogan",
    "score_slogan",
    "submit_review",
    "submit_slogan",
    "take_review_file_back",
    "write_review",
    "write_slogan",
]
