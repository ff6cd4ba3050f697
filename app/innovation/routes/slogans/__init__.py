"""Pages of slogans."""

from app.innovation.routes.slogans import calls, decisions, gallery, pages, panels, reviews, writing

__all__ = ["calls", "decisions", "gallery", "pages", "panels", "reviews", "writing"]
