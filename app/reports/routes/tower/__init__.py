"""컨트롤타워 현황: the pages, their parts, and what narrows them."""

from app.reports.routes.tower import pages

__all__ = ["pages"]
