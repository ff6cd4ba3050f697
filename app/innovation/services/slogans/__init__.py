"""What can be done with slogans; import it from here."""

from app.innovation.services.slogans.decisions import approve_slogan, return_slogan
from app.innovation.services.slogans.reviews import review_slogan
from app.innovation.services.slogans.writing import (
    PracticeItem,
    SloganContent,
    change_slogan,
    submit_slogan,
    write_slogan,
)

__all__ = [
    "PracticeItem",
    "SloganContent",
    "approve_slogan",
    "change_slogan",
    "return_slogan",
    "review_slogan",
    "submit_slogan",
    "write_slogan",
]
