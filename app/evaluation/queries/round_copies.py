"""Reads about rounds that were copied, and about targets that were only carried over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, exists, select

from app.core import clock
from app.core.database import AnySelect, db
from app.evaluation.models import Composition, EvaluationRound, Indicator, RoundCopy, TargetChange
from app.evaluation.queries.indicator_quality import RETIRED


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """A line of an earlier round that can be taken over. `is_decided`: about its target somebody decided since."""

    row: Composition
    sheet: Indicator
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class Carried:
    """The round a composition was copied from, and its indicators whose target nobody has decided about since."""

    from_code: str
    indicator_ids: frozenset[int]


def copy_sources(record: EvaluationRound) -> Sequence[EvaluationRound]:
    """Return the rounds with indicators, except the round itself, newest first."""
    statement = (
        select(EvaluationRound)
        .where(
            EvaluationRound.id != record.id,
            select(Composition.id).where(Composition.round_id == EvaluationRound.id).exists(),
        )
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return db.session.scalars(statement).all()


def source_lines(source: EvaluationRound) -> Sequence[SourceLine]:
    """Return the lines of a round whose indicator is not retired, in the order of its composition, in one statement."""
    decided = exists(_decided_since(source.base_on).where(TargetChange.indicator_id == Indicator.id))
    statement = (
        select(Composition, Indicator, case((decided.correlate_except(TargetChange), 1), else_=0))
        .join(Indicator, Indicator.id == Composition.indicator_id)
        .where(Composition.round_id == source.id, Indicator.id.not_in(RETIRED))
        .order_by(Composition.position, Composition.code, Composition.peer_group_id)
    )
    return [
        SourceLine(row=row, sheet=sheet, is_decided=bool(found)) for row, sheet, found in db.session.execute(statement)
    ]


def _decided_since(base_on: date) -> AnySelect:
    """Select the indicators about whose target somebody decided after that day, in Seoul."""
    moment = datetime.combine(base_on + timedelta(days=1), time(), clock.SEOUL)
    return select(TargetChange.indicator_id).where(TargetChange.changed_at >= moment)


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
    decided = db.session.scalars(_decided_since(copied.base_on).where(TargetChange.indicator_id.in_(ids)))
    return Carried(from_code=copied.code, indicator_ids=ids - frozenset(decided))
