"""슬로건 공모: the call of a year."""

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.models import SloganCall
from app.innovation.rules.slogan_calls import CallDays


def call_of(year: int) -> SloganCall | None:
    """Return the call of a year, if there is one."""
    return db.session.scalar(select(SloganCall).where(SloganCall.year == year))


def call_days(year: int) -> CallDays | None:
    """Return the days of a year's call, as the database holds them now."""
    statement = select(SloganCall.starts_on, SloganCall.ends_on).where(SloganCall.year == year)
    row = db.session.execute(statement).one_or_none()
    return CallDays(starts_on=row[0], ends_on=row[1]) if row else None


def call_or_404(call_id: int) -> SloganCall:
    """Return the call. `Missing` if there is none."""
    call = db.session.get(SloganCall, call_id)
    if call is None:
        raise Missing(_("There is no such call for slogans."))
    return call
