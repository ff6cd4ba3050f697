"""채번: the next number of a series, without gaps or duplicates under parallel requests."""

from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import db
from app.innovation.models import NumberCounter


def next_number(series: str, year: int) -> int:
    """Raise the counter of the series and year and return it.

    The row stays locked until the transaction ends: a parallel request waits, and a rolled back one leaves no gap.
    """
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(NumberCounter).values(series=series, year=year, last=1)
    raised = statement.on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": NumberCounter.last + 1}
    ).returning(NumberCounter.last)
    return int(db.session.execute(raised).scalar_one())
