"""Reads about slogans; import them from here."""

from app.innovation.queries.slogans.gallery import (
    SloganCard,
    departments_without_slogan,
    gallery,
    may_see_slogan,
    slogans_of_department,
    years,
)
from app.innovation.queries.slogans.record import (
    WROTE,
    SloganEvent,
    SloganRecord,
    items_of,
    reviews_of,
    slogan_history,
    slogan_or_404,
    slogan_record,
    writer_ids,
)

__all__ = [
    "WROTE",
    "SloganCard",
    "SloganEvent",
    "SloganRecord",
    "departments_without_slogan",
    "gallery",
    "items_of",
    "may_see_slogan",
    "reviews_of",
    "slogan_history",
    "slogan_or_404",
    "slogan_record",
    "slogans_of_department",
    "writer_ids",
    "years",
]
