"""Reads about the strategy map."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import db
from app.evaluation.models import Objective, ObjectiveLink, Perspective
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class MapNode:
    """An objective on the map; `level` counts the perspectives from the top, `place` the objectives of its row."""

    id: int
    name: str
    perspective: str
    level: int
    place: int


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link with the names of both ends."""

    id: int
    cause_id: int
    cause: str
    effect_id: int
    effect: str
    note: str
    made_by: str | None


def map_nodes() -> list[MapNode]:
    """Return the objectives in rows, one row for each perspective that has some, in the order of the scorecard."""
    statement = (
        select(Objective.id, Objective.name, Perspective.name)
        .join(Perspective, Perspective.id == Objective.perspective_id)
        .order_by(Perspective.position, Perspective.id, Objective.position, Objective.id)
    )
    rows: dict[str, list[MapNode]] = {}
    for id_, name, perspective in db.session.execute(statement):
        level = list(rows).index(perspective) if perspective in rows else len(rows)
        row = rows.setdefault(perspective, [])
        row.append(MapNode(id=id_, name=name, perspective=perspective, level=level, place=len(row)))
    return [node for row in rows.values() for node in row]


def link_rows() -> Sequence[LinkRow]:
    """Return the links of the map by cause and effect, in one statement."""
    cause, effect = aliased(Objective), aliased(Objective)
    statement = (
        select(ObjectiveLink.id, cause.id, cause.name, effect.id, effect.name, ObjectiveLink.note, Person.name)
        .join(cause, cause.id == ObjectiveLink.cause_id)
        .join(effect, effect.id == ObjectiveLink.effect_id)
        .outerjoin(Person, Person.id == ObjectiveLink.made_by_id)
        .order_by(cause.position, cause.id, effect.position, effect.id)
    )
    return rows_as(LinkRow, statement)
