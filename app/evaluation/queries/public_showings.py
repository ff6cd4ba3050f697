"""Reads about what the public may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from app.core.database import db
from app.evaluation.models import EvaluationRound, Publication, PublicShowing
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.public_showings import Showing


@dataclass(frozen=True, kw_only=True)
class PublicRound:
    """A round the public may read something of, in its newest released version."""

    round_id: int
    publication_id: int
    code: str
    name: str
    year: int
    version: int
    sha256: str
    published_at: datetime
    showing: Showing


def showing_of(round_id: int) -> Showing:
    """Return what the public may see of a round; nothing as long as nobody has ticked anything."""
    statement = select(PublicShowing).where(PublicShowing.round_id == round_id)
    row = db.session.scalar(statement.order_by(PublicShowing.id.desc()).limit(1))
    return Showing() if row is None else _showing(row)


def _showing(row: PublicShowing) -> Showing:
    return Showing(names=row.names, ranks=row.ranks, grades=row.grades, totals=row.totals, slogans=row.slogans)


def public_rounds() -> Sequence[PublicRound]:
    """Return the rounds of which the public may read something now, the latest first; one statement."""
    last = select(func.max(PublicShowing.id)).group_by(PublicShowing.round_id)
    statement = (
        select(EvaluationRound, Publication, PublicShowing)
        .join(Publication, Publication.round_id == EvaluationRound.id)
        .join(PublicShowing, PublicShowing.round_id == EvaluationRound.id)
        .where(
            Publication.id.in_(newest(released())),
            PublicShowing.id.in_(last),
            or_(PublicShowing.ranks, PublicShowing.grades, PublicShowing.totals, PublicShowing.slogans),
        )
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return [
        PublicRound(
            round_id=record.id,
            publication_id=publication.id,
            code=record.code,
            name=record.name,
            year=record.year,
            version=publication.version,
            sha256=publication.sha256,
            published_at=publication.published_at,
            showing=_showing(showing),
        )
        for record, publication, showing in db.session.execute(statement)
    ]
