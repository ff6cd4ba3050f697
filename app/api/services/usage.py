"""호출 집계: counted before anything is read, in a transaction of its own, so that no reading holds up a writer."""

from functools import cache
from typing import cast

from sqlalchemy import Executable, Table, bindparam, case, update
from sqlalchemy.dialects import postgresql, sqlite

from app.api import rules
from app.api.models import ApiToken, ApiTokenDay, ApiTokenRate
from app.core import clock
from app.core.database import db
from app.core.errors import TooMany
from app.core.messages import _

MINUTE = 60


def count_request(*, token_id: int, resource: str, most: int, first_today: bool) -> None:
    """Count one request of a token. Raises `TooMany` beyond `most` in the present minute: that one is not counted."""
    minute = rules.minute_of(clock.now())
    rated, counted = _statements(db.engine.dialect.name)
    asked = db.session.scalar(rated, {"token_id": token_id, "minute": minute, "requests": 1}) or 0
    if asked > most:
        seconds = MINUTE - int(clock.now().timestamp()) % MINUTE
        raise TooMany(
            _("More than %(most)s requests in a minute. Try again in %(seconds)s seconds.", most=most, seconds=seconds),
            seconds=seconds,
        )
    today = clock.today()
    given = {"token_id": token_id, "day": today, "resource": resource, "requests": 1, "row_count": 0}
    db.session.execute(counted, given)
    if first_today:
        db.session.execute(update(ApiToken).where(ApiToken.id == token_id).values(last_used_on=today))


def count_rows(*, token_id: int, resource: str, rows: int) -> None:
    """Add what the request has brought to the day's count."""
    db.session.execute(_BROUGHT, {"of_token": token_id, "of_day": clock.today(), "of_resource": resource, "rows": rows})


_rates, _days = cast("Table", ApiTokenRate.__table__), cast("Table", ApiTokenDay.__table__)
_BROUGHT = (
    update(_days)
    .where(
        _days.c.token_id == bindparam("of_token"),
        _days.c.day == bindparam("of_day"),
        _days.c.resource == bindparam("of_resource"),
    )
    .values(row_count=_days.c.row_count + bindparam("rows"))
)


@cache
def _statements(dialect: str) -> tuple[Executable, Executable]:
    """Put the two countings together once."""
    insert = (sqlite if dialect == "sqlite" else postgresql).insert
    rated, counted = insert(_rates), insert(_days)
    asked = case((_rates.c.minute == rated.excluded.minute, _rates.c.requests + 1), else_=1)
    return (
        rated.on_conflict_do_update(
            index_elements=["token_id"], set_={"minute": rated.excluded.minute, "requests": asked}
        ).returning(_rates.c.requests),
        counted.on_conflict_do_update(
            index_elements=["token_id", "day", "resource"], set_={"requests": _days.c.requests + 1}
        ),
    )
