"""무엇이 움직였나: what differs between a version and the one before it, for who may see both."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState
from app.evaluation.models import Publication
from app.evaluation.queries.releases import seen_by
from app.evaluation.rules.moves import Move, moves

PLACES = ("peer_group", "total", "rank", "ranked_count", "grade")
"""Facts of a department as a whole."""


@dataclass(frozen=True, kw_only=True)
class MoveRow:
    """One fact that moved, as people read it."""

    department_id: int
    department: str
    what: Message | str
    before: Message | str
    after: Message | str
    is_place: bool
    """Whether it is about the department as a whole: its total, rank or grade."""


def newest_content(round_id: int) -> Mapping[str, Any]:
    """Return the content of the newest publication of a round, released or not: what a correction is compared with."""
    statement = (
        select(Publication.snapshot)
        .where(Publication.round_id == round_id)
        .order_by(Publication.version.desc())
        .limit(1)
    )
    content: Mapping[str, Any] = json.loads(db.session.scalars(statement).one())
    return content


def moves_of_version(round_id: int, version: int, actor: Actor) -> Sequence[Move]:
    """Return what moved from the version before to this one. Raises Missing unless the actor may see both."""
    statement = select(Publication.version, Publication.snapshot).where(
        Publication.round_id == round_id, Publication.version.in_((version - 1, version)), seen_by(actor)
    )
    texts = {row.version: row.snapshot for row in db.session.execute(statement)}
    if len(texts) < 2:  # noqa: PLR2004  the version and the one before it
        raise Missing(_("There is no such version to compare."))
    return moves(json.loads(texts[version - 1]), json.loads(texts[version]))


def move_rows(found: Sequence[Move]) -> Sequence[MoveRow]:
    """Return moves as rows of a table: departments together, their place first."""
    rows = [_row(move) for move in found]
    order = {key: place for place, key in enumerate(dict.fromkeys(row.department_id for row in rows))}
    return sorted(rows, key=lambda row: (order[row.department_id], not row.is_place))


def rows_from(kept: Sequence[Mapping[str, Any]]) -> Sequence[MoveRow]:
    """Return moves that were kept as JSON as rows of a table."""
    return move_rows([Move(**row) for row in kept])


def _row(move: Move) -> MoveRow:
    what = (
        _("%(code)s %(name)s: %(fact)s", code=move.code, name=move.name, fact=move.label) if move.code else move.label
    )
    return MoveRow(
        department_id=move.department_id,
        department=move.department,
        what=what,
        before=_shown(move.fact, move.before),
        after=_shown(move.fact, move.after),
        is_place=not move.code and move.fact in PLACES,
    )


def _shown(fact: str, value: str | None) -> Message | str:
    if value is None:
        return _("None")
    return MeasureState(value).label if fact == "state" else value
