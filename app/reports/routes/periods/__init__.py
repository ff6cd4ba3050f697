"""이번 기간 내 보고: writing, reading, deciding, comparing, and the calendar."""

from app.reports.routes.periods import calendars, overview, reading, writing

__all__ = ["calendars", "overview", "reading", "writing"]
