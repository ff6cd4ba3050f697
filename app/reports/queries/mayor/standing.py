"""공개된 순위와 제안의 결정: what of the office's standing everybody may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.innovation.enums import IssueState, ObstacleLevel
from app.innovation.models import Issue, Obstacle
from app.innovation.queries.obstacles import visible_to
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
    """Return the newest released round by peer group; None where nothing is released. Two statements."""
    last = (
        select(Publication.id, EvaluationRound.id, EvaluationRound.name)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(released())))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(1)
    )
    row = db.session.execute(last).first()
    if row is None:
        return None
    publication_id, round_id, name = row
    statement = (
        select(Result.peer_group_name, Result.department_name, Result.rank, Result.grade)
        .where(Result.publication_id == publication_id)
        .order_by(Result.id)
    )
    groups: dict[str, list[tuple[str, int | None, str | None]]] = {}
    for group, department, rank, grade in db.session.execute(statement):
        groups.setdefault(group, []).append((department, rank, grade))
    return Standing(
        round_id=round_id,
        name=name,
        groups=[
            GroupStanding(
                group=group,
                first=[department for department, rank, _grade in rows if rank == 1],
                grades=list(Counter(grade for *_rest, grade in rows if grade is not None).items()),
            )
            for group, rows in groups.items()
        ],
    )


def decided_ideas(year: int) -> tuple[int, int]:
    """Return how many ideas were adopted in a year, and how many were decided at all."""
    adopted = func.count().filter(Issue.state == IssueState.ADOPTED)
    statement = select(adopted, func.count()).where(Issue.decided_on.between(date(year, 1, 1), date(year, 12, 31)))
    row = db.session.execute(statement).one()
    return row[0], row[1]


def waiting_at_the_top(actor: Actor) -> Sequence[Waiting]:
    """Return the obstacles that lie with the vice mayor, those whose days end first; three at most."""
    statement = (
        select(Obstacle.id, Obstacle.title, Obstacle.level_reached_on, Obstacle.level_due_on)
        .where(visible_to(actor), Obstacle.level == ObstacleLevel.VICE_MAYOR, Obstacle.state.not_in(SETTLED))
        .order_by(func.coalesce(Obstacle.level_due_on, clock.today()), Obstacle.id)
        .limit(MOST_DECISIONS)
    )
    return [Waiting(*row) for row in db.session.execute(statement)]
