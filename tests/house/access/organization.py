"""A day off, and the department of 교통과."""

from datetime import date

from app.core.database import transaction
from app.organization.enums import HolidayKind
from app.organization.services import add_holiday


def build(cast):
    with transaction():
        holiday = add_holiday(day=date(2026, 12, 24), name="개청기념일", kind=HolidayKind.OWN, actor=cast.goh)
    return {"department": cast.traffic, "holiday": holiday.id}
