"""순위 구간: where departments stand in released results; before the release only a band, and only for who may preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from sqlalchemy import bindparam, select, true

from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, UtcDateTime, read
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.reports.enums import RankBand
from app.reports.rules.rank_bands import band_of


@dataclass(frozen=True, kw_only=True)
class UnitStanding:
    """A department in a round. Under embargo (`released_at`) only the band is given: no total, rank or grade."""

    round_id: int
    name: str
    group: str
    band: RankBand | None
    ranked_count: int
    total: str | None = None
    rank: int | None = None
    grade: str | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TotalPoint:
    """The total of a department in a released round; None where it has none."""

    code: str
    department_id: int
    total: Decimal | None


def standings_of(actor: Actor, unit_ids: Sequence[int], year: int) -> Mapping[int, UnitStanding]:
    """Return each department in the latest round of the year that the actor may see results of: one statement."""
    given = {"units": list(unit_ids), "year": year, "now": clock.now()}
    rows = read(_standings(seen_early=policy.allows(Permission.RESULTS_PREVIEW, actor)), given)
    return {row.department_id: _standing(row) for row in rows}


@cache
def _standings(*, seen_early: bool) -> AnySelect:
    """Put the statement together once. `seen_early`: also what is not released yet, for those of `seen_by`."""
    seen = true() if seen_early else released(bindparam("now", type_=UtcDateTime))
    return (
        select(
            Result.department_id,
            EvaluationRound.id,
            EvaluationRound.name,
            EvaluationRound.digits,
            Publication.release_at,
            Result.peer_group_name,
            Result.total,
            Result.rank,
            Result.ranked_count,
            Result.grade,
        )
        .join(Publication, Publication.id == Result.publication_id)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(seen)), EvaluationRound.year == bindparam("year"))
        .where(Result.department_id.in_(bindparam("units", expanding=True)))
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )


def _standing(row: AnyRow) -> UnitStanding:
    _unit, round_id, name, digits, release_at, group, total, rank, ranked_count, grade = row
    hidden = release_at is not None and release_at > clock.now()
    return UnitStanding(
        round_id=round_id,
        name=name,
        group=group,
        band=band_of(rank, ranked_count),
        ranked_count=ranked_count,
        total=None if hidden or total is None else format(total, f".{digits}f"),
        rank=None if hidden else rank,
        grade=None if hidden else grade,
        released_at=release_at if hidden else None,
    )


def totals_of(unit_ids: Sequence[int]) -> Sequence[TotalPoint]:
    """Return the totals of the departments in every released round, the earliest first: one statement."""
    statement = (
        select(EvaluationRound.code, Result.department_id, Result.total)
        .join(Publication, Publication.id == Result.publication_id)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(released())), Result.department_id.in_(unit_ids))
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    rows = read(statement)
    return [TotalPoint(code=code, department_id=unit, total=total) for code, unit, total in rows]
