"""Pages of cases."""

from app.innovation.routes.cases import decisions, evidence, library, pages, writing

__all__ = ["decisions", "evidence", "library", "pages", "writing"]
