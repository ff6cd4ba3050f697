"""Pages of contests."""

from app.innovation.routes.contests import entries, jury, pages, results, setup

__all__ = ["entries", "jury", "pages", "results", "setup"]
