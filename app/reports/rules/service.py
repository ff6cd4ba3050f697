"""실근무개월: whole months served in a year."""

from datetime import date, timedelta

LEAST_MONTHS = 2
"""Who served less gets no performance pay. Source: 지방공무원 수당 등에 관한 규정 §6의2."""


def months_served(joined_on: date, left_on: date | None, *, year: int, base_on: date) -> int:
    """Count the whole months from the later of entry and 1 January to the earlier of leaving and the base date.

    A month is whole when the day before its date in the next month has been served: 2026-10-15 to 2026-11-30
    is one month, 2026-01-01 to 2026-11-30 eleven.
    """
    start = max(joined_on, date(year, 1, 1))
    end = min(base_on, date(year, 12, 31), left_on or date.max)
    if end < start:
        return 0
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    return months - (after.day < start.day)
