"""공개된 순위와 부시장의 장애요인: where the departments stand, and what lies at the top."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import Date, bindparam, case, func, literal_column, select

from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, UtcDateTime, read
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.innovation.enums import ObstacleLevel
from app.innovation.models import Obstacle
from app.innovation.queries.obstacles.visibility import ANYBODY, Reading, named, reading_of, visible_by
from app.innovation.rules.obstacles import SETTLED

MOST_DECISIONS = 3


@dataclass(frozen=True, kw_only=True)
class GroupStanding:
    """A peer group of the newest released round: who is first, and how many got each grade."""

    group: str
    first: Sequence[str]
    grades: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The newest released round."""

    round_id: int
    name: str
    groups: Sequence[GroupStanding]


class Waiting(NamedTuple):
    """An obstacle that lies with the vice mayor."""

    id: int
    title: str
    since: date
    due_on: date | None


def released_standing() -> Standing | None:
    """Return the newest released round by peer group; None where nothing is released. One statement."""
    rows = read(_standing(), {"now": clock.now()}).all()
    if not rows:
        return None
    groups: dict[str, tuple[list[str], Counter[str]]] = {}
    for row in rows:
        if row.group is None:
            continue
        first, grades = groups.setdefault(row.group, ([], Counter()))
        first += [row.first] if row.first is not None else []
        grades.update({row.grade: row.number} if row.grade is not None else {})
    return Standing(
        round_id=rows[0].round_id,
        name=rows[0].name,
        groups=[
            GroupStanding(group=group, first=first, grades=list(grades.items()))
            for group, (first, grades) in groups.items()
        ],
    )


@cache
def _standing() -> AnySelect:
    """A row for whoever is first, and one for each grade of the others of a peer group, in the order of the results.

    The rank is written out: PostgreSQL would take two parameters for two different expressions.
    """
    last = (
        select(Publication.id.label("publication_id"), EvaluationRound.id.label("round_id"), EvaluationRound.name)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(released(bindparam("now", type_=UtcDateTime)))))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(1)
        .subquery()
    )
    first = case((Result.rank == literal_column("1"), Result.department_name))
    by = (last.c.round_id, last.c.name, Result.peer_group_name, Result.grade)
    return (
        select(
            last.c.round_id,
            last.c.name,
            Result.peer_group_name.label("group"),
            Result.grade,
            first.label("first"),
            func.count().label("number"),
        )
        .select_from(last)
        .outerjoin(Result, Result.publication_id == last.c.publication_id)
        .group_by(*by, first)
        .order_by(func.min(Result.id))
    )


def waiting_at_the_top(actor: Actor) -> Sequence[Waiting]:
    """Return the obstacles that lie with the vice mayor, those whose days end first; three at most."""
    rows = read(_waiting(reading_of(actor)), {**named(actor), "today": clock.today()})
    return [Waiting(*row) for row in rows]


@lru_cache
def _waiting(reading: Reading) -> AnySelect:
    today = bindparam("today", type_=Date)
    return (
        select(Obstacle.id, Obstacle.title, Obstacle.level_reached_on, Obstacle.level_due_on)
        .where(visible_by(reading, ANYBODY))
        .where(Obstacle.level == ObstacleLevel.VICE_MAYOR, Obstacle.state.not_in(SETTLED))
        .order_by(func.coalesce(Obstacle.level_due_on, today), Obstacle.id)
        .limit(MOST_DECISIONS)
    )
