"""Pages of slogans."""

from app.innovation.routes.slogans import decisions, gallery, pages, writing

__all__ = ["decisions", "gallery", "pages", "writing"]
