"""What reports, HR and the dashboard read of published rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import and_, select

from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class PublishedRow:
    """A department as published: rank inside its peer group, `count` are ranked there."""

    department_id: int
    department: str
    peer_group_id: int
    peer_group: str
    total: Decimal | None
    rank: int | None
    count: int
    grade: str | None


@dataclass(frozen=True, kw_only=True)
class PublishedRound:
    """The newest released publication of a round."""

    publication_id: int
    round_id: int
    code: str
    name: str
    version: int
    sha256: str
    published_at: datetime


def published_results(round_id: int) -> Sequence[PublishedRow]:
    """Return the newest released results of a round, by peer group and rank; none before there are any."""
    condition = and_(Publication.round_id == round_id, released())
    statement = (
        select(
            Result.department_id,
            Result.department_name,
            Result.peer_group_id,
            Result.peer_group_name,
            Result.total,
            Result.rank,
            Result.ranked_count,
            Result.grade,
        )
        .where(Result.publication_id.in_(newest(condition)))
        .order_by(Result.id)
    )
    return rows_as(PublishedRow, statement)


def published_rounds() -> Sequence[PublishedRound]:
    """Return every round with released results and their newest version, newest first."""
    statement = (
        select(
            Publication.id,
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            Publication.version,
            Publication.sha256,
            Publication.published_at,
        )
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(released())))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return rows_as(PublishedRound, statement)
