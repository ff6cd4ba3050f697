"""Reads about rounds that were copied, and about targets that were only carried over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.evaluation.models import Composition, EvaluationRound, RoundCopy, TargetChange
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """A round whose composition can be taken over."""

    id: int
    code: str
    name: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Carried:
    """The round a composition was copied from, and its indicators whose target nobody has decided about since."""

    from_code: str
    indicator_ids: frozenset[int]


def copy_sources(record: EvaluationRound) -> list[SourceRow]:
    """Return the rounds with indicators, except the round itself, newest first."""
    statement = (
        select(EvaluationRound.id, EvaluationRound.code, EvaluationRound.name, EvaluationRound.year)
        .where(
            EvaluationRound.id != record.id,
            select(Composition.id).where(Composition.round_id == EvaluationRound.id).exists(),
        )
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return rows_as(SourceRow, statement)


def decided_since(indicator_ids: Collection[int], base_on: date) -> frozenset[int]:
    """Return the indicators about whose target somebody decided after that day, in Seoul."""
    moment = datetime.combine(base_on + timedelta(days=1), time(), clock.SEOUL)
    statement = select(TargetChange.indicator_id).where(
        TargetChange.indicator_id.in_(indicator_ids), TargetChange.changed_at >= moment
    )
    return frozenset(db.session.scalars(statement))


def carried_targets(record: EvaluationRound) -> Carried | None:
    """Return which targets of a copied round are only carried over; None for a round that was not copied."""
    copied = db.session.execute(
        select(EvaluationRound.id, EvaluationRound.code, EvaluationRound.base_on)
        .join(RoundCopy, RoundCopy.from_round_id == EvaluationRound.id)
        .where(RoundCopy.round_id == record.id)
        .order_by(RoundCopy.id.desc())
        .limit(1)
    ).first()
    if copied is None:
        return None
    earlier = select(Composition.indicator_id).where(Composition.round_id == copied.id)
    statement = select(Composition.indicator_id).where(
        Composition.round_id == record.id, Composition.target.is_not(None), Composition.indicator_id.in_(earlier)
    )
    ids = frozenset(db.session.scalars(statement))
    return Carried(from_code=copied.code, indicator_ids=ids - decided_since(ids, copied.base_on))
