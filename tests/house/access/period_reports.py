"""교통과 reports monthly: two approved reports, and one that has been begun."""

from app.core.database import transaction
from tests.factories.period_reports import a_calendar, a_report, a_running_task, an_approved_report


def build(cast):
    with transaction():
        a_calendar(cast)
        a_running_task(cast)
        an_approved_report(cast, "2026-09")
        an_approved_report(cast, "2026-10")
        a_report(cast, "2026-11")
        return {"department": cast.traffic, "period": "2026-11", "compared": "2026-10"}
