"""부서의 지표: what departments reached in released rounds, and the outlook of the round that is being measured."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select

from app.core.database import db
from app.evaluation.enums import MeasureState, Phase
from app.evaluation.models import Composition, EvaluationRound, Publication, Result
from app.evaluation.queries.outlook import OutlookLine, outlook_lines
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.methods.reading import to_number

ROUNDS = 6
"""Rounds of a trend at most."""


class Reached(NamedTuple):
    """One indicator of a department in a released round. `actual` is None where no number was handed in."""

    name: str
    unit: str
    actual: Decimal | None


@dataclass(frozen=True, kw_only=True)
class UnitRound:
    """A released round of a department: its indicators by id, and the targets of its peer group."""

    round_id: int
    code: str
    name: str
    reached: Mapping[int, Reached]
    targets: Mapping[int, Decimal]


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """The round that is being measured, and the typed indicators of some departments in it."""

    round_id: int
    name: str
    lines: Sequence[OutlookLine]


def history_of(unit_id: int, year: int) -> Sequence[UnitRound]:
    """Return the last released rounds of a department up to a year, the earliest first: two statements.

    What a publication says is read once by each process: a published text is never changed.
    """
    statement = (
        select(
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            Result.peer_group_id,
            Publication.id.label("publication_id"),
            Publication.sha256,
        )
        .join(Publication, Publication.round_id == EvaluationRound.id)
        .join(Result, Result.publication_id == Publication.id)
        .where(Publication.id.in_(newest(released())), EvaluationRound.year <= year, Result.department_id == unit_id)
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(ROUNDS)
    )
    rows = db.session.execute(statement).all()[::-1]
    targets = _targets({row.id: row.peer_group_id for row in rows})
    return [
        UnitRound(
            round_id=row.id,
            code=row.code,
            name=row.name,
            reached=_published(row.publication_id, row.sha256).get(unit_id, {}),
            targets=targets.get(row.id, {}),
        )
        for row in rows
    ]


def _targets(group_of_round: Mapping[int, int]) -> Mapping[int, Mapping[int, Decimal]]:
    statement = select(
        Composition.round_id, Composition.peer_group_id, Composition.indicator_id, Composition.target
    ).where(Composition.round_id.in_(group_of_round), Composition.target.is_not(None))
    found: dict[int, dict[int, Decimal]] = {}
    for round_id, group_id, indicator_id, target in db.session.execute(statement):
        if group_of_round[round_id] == group_id and target is not None:
            found.setdefault(round_id, {})[indicator_id] = target
    return found


@lru_cache(maxsize=12)
def _published(publication_id: int, _sha256: str) -> Mapping[int, Mapping[int, Reached]]:
    """By department and indicator. The fingerprint is part of the key: another text is another entry."""
    text = db.session.scalars(select(Publication.snapshot).where(Publication.id == publication_id)).one()
    return {
        department["department_id"]: {line["indicator_id"]: _reached(line) for line in department["lines"]}
        for department in json.loads(text)["departments"]
    }


def _reached(line: Mapping[str, Any]) -> Reached:
    """A panel's result is its score. What was not handed in, not due or not applicable is no result."""
    figure = line["score"] if line["actual"] is None else line["actual"]
    is_known = line["state"] == MeasureState.VALUE.value and figure is not None
    return Reached(line["name"], line["unit"], to_number(figure) if is_known else None)


def measuring(unit_ids: Collection[int], year: int) -> Measuring | None:
    """Return the latest round of the year that is being measured, with its outlook: five statements; None without one."""
    statement = (
        select(EvaluationRound)
        .where(EvaluationRound.phase == Phase.MEASURING, EvaluationRound.year == year)
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(1)
    )
    record = db.session.scalar(statement)
    if record is None:
        return None
    return Measuring(round_id=record.id, name=record.name, lines=outlook_lines(record, frozenset(unit_ids)))
