"""수상 목록: what the published contests of a year gave, and to whom."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.innovation.enums.contests import ContestPeriod
from app.innovation.models import Contest, ContestAward, ContestResult
from app.innovation.queries.contests import visible_to


class AwardRow(NamedTuple):
    """One award as it was published. `group`, `title` and `honoured` are empty where the result says nothing of them."""

    contest: str
    period: ContestPeriod
    group: str
    prize: str
    department: str
    title: str
    honoured: str


def awards_of_year(actor: Actor, year: int) -> Sequence[AwardRow]:
    """Return the awards of the contests of a year whose result is published, contest by contest: one statement."""
    statement = (
        select(
            Contest.name,
            Contest.period,
            ContestAward.group_name,
            ContestAward.prize,
            ContestAward.department,
            ContestAward.title,
            ContestAward.honoured,
        )
        .join(Contest, Contest.id == ContestAward.contest_id)
        .join(ContestResult, ContestResult.contest_id == Contest.id)
        .where(visible_to(actor), Contest.year == year)
        .order_by(Contest.id, ContestAward.position)
    )
    return [AwardRow(*row) for row in db.session.execute(statement)]
