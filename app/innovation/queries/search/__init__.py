"""통합 검색; import it from here."""

from app.innovation.queries.search.found import (
    MOST,
    Found,
    FoundKind,
    Overview,
    counted,
    found_of_kind,
    kind_by_kind,
    overview,
)

__all__ = ["MOST", "Found", "FoundKind", "Overview", "counted", "found_of_kind", "kind_by_kind", "overview"]
