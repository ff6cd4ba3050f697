"""Reads about slogans; import them from here."""

from app.innovation.queries.slogans.calls import call_days, call_of, call_or_404
from app.innovation.queries.slogans.gallery import (
    SloganCard,
    departments_without_slogan,
    gallery,
    may_see_slogan,
    slogans_of_department,
    wall,
    years,
)
from app.innovation.queries.slogans.record import (
    WROTE,
    SloganEvent,
    SloganRecord,
    items_of,
    slogan_history,
    slogan_or_404,
    slogan_record,
    writer_ids,
)
from app.innovation.queries.slogans.reviews import (
    ReviewRecord,
    is_insider,
    may_see_item_result,
    review_of,
    review_or_404,
    review_writer_ids,
    reviews_of,
)

__all__ = [
    "WROTE",
    "ReviewRecord",
    "SloganCard",
    "SloganEvent",
    "SloganRecord",
    "call_days",
    "call_of",
    "call_or_404",
    "departments_without_slogan",
    "gallery",
    "is_insider",
    "items_of",
    "may_see_item_result",
    "may_see_slogan",
    "review_of",
    "review_or_404",
    "review_writer_ids",
    "reviews_of",
    "slogan_history",
    "slogan_or_404",
    "slogan_record",
    "slogans_of_department",
    "wall",
    "writer_ids",
    "years",
]
