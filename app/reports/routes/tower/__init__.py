"""컨트롤타워 현황: the pages, their parts, what narrows them, and the lists behind their figures."""

from app.reports.routes.tower import lists, pages

__all__ = ["lists", "pages"]
