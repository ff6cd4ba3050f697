"""통합 검색; import it from here."""

from app.innovation.queries.search.found import MOST, Found, FoundKind, Overview, found_of_kind, overview

__all__ = ["MOST", "Found", "FoundKind", "Overview", "found_of_kind", "overview"]
