"""잠긴 연도: which days take no points any more, and which years were opened again."""

from datetime import date

from sqlalchemy import exists, func, select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.mileage.enums import ReopeningState
from app.mileage.models import YearLock, YearReopening

_LOCKED = select(YearLock.year).where(
    ~exists().where(YearReopening.year == YearLock.year, YearReopening.state == ReopeningState.AGREED)
)


def check_open(day: date) -> None:
    """Raise `Refused` when the day lies in a year that is closed and was not opened again."""
    year = db.session.scalar(_LOCKED.where(YearLock.starts_on <= day, YearLock.ends_on >= day).limit(1))
    if year is not None:
        raise Refused(_("The mileage of %(year)s is closed; nothing more can be posted into it.", year=year))


def is_closed(year: int) -> bool:
    """Whether nothing can be posted into the year any more."""
    return db.session.scalar(_LOCKED.where(YearLock.year == year)) is not None


def is_reopened(year: int) -> bool:
    """Whether the year was closed, opened again and not closed since: until then its facts can be claimed."""
    of_year = (YearReopening.year == year, YearReopening.state == ReopeningState.AGREED)
    return db.session.scalar(select(YearReopening.id).where(*of_year)) is not None


def closed_years() -> frozenset[int]:
    """Return the years into which nothing can be posted any more."""
    return frozenset(db.session.scalars(_LOCKED))


def later_closed_year(year: int) -> int | None:
    """Return the first later year that is closed already."""
    return db.session.scalar(_LOCKED.with_only_columns(func.min(YearLock.year)).where(YearLock.year > year))


def earlier_reopened_year(year: int) -> int | None:
    """Return the first earlier year that was opened again and is not closed since."""
    agreed = (YearReopening.year < year, YearReopening.state == ReopeningState.AGREED)
    return db.session.scalar(select(func.min(YearReopening.year)).where(*agreed))
