"""마감: which days are closed."""

from datetime import date

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.mileage.models import PeriodClosure


def check_open(day: date) -> None:
    """Raise `Refused` when the day lies in a closed period."""
    closed = select(PeriodClosure.year).where(PeriodClosure.starts_on <= day, PeriodClosure.ends_on >= day)
    year = db.session.scalar(closed.limit(1))
    if year is not None:
        raise Refused(_("The mileage of %(year)s is closed; nothing more can be posted into it.", year=year))
