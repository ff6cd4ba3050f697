"""공개된 회차: which results the incentive list and the reports may rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.core.database import AnySelect, db
from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.payouts import Team


@dataclass(frozen=True, kw_only=True)
class PublishedRound:
    """The newest released publication of a round."""

    publication_id: int
    round_id: int
    code: str
    name: str
    year: int
    base_on: date
    version: int
    sha256: str


def round_id_of(code: str) -> int | None:
    """Return the round of a code, None where there is none."""
    return db.session.scalar(select(EvaluationRound.id).where(EvaluationRound.code == code))


def published_rounds() -> Sequence[PublishedRound]:
    """Return every round with released results and their newest publication, the latest first."""
    statement = _statement().order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    return [PublishedRound(**row._mapping) for row in db.session.execute(statement)]  # noqa: SLF001  SQLAlchemy's public name


def published_round(code: str) -> PublishedRound:
    """Return the newest publication of the round with this code. Raises `Refused` where there is none."""
    row = db.session.execute(_statement().where(EvaluationRound.code == code)).first()
    if row is None:
        raise Refused(_("There is no published round with the code “%(code)s”.", code=code))
    return PublishedRound(**row._mapping)  # noqa: SLF001  SQLAlchemy's public name


def scores_of(publication_id: int) -> dict[int, tuple[Decimal | None, str]]:
    """Return total and peer group of each department of a publication."""
    statement = select(Result.department_id, Result.total, Result.peer_group_name).where(
        Result.publication_id == publication_id
    )
    return {department: (total, group) for department, total, group in db.session.execute(statement)}


def teams_of(publication_id: int) -> list[Team]:
    """Return the departments of a publication with their scores; without a rank they take no place from others."""
    statement = select(
        Result.department_id, Result.department_name, Result.peer_group_name, Result.total, Result.rank
    ).where(Result.publication_id == publication_id)
    return [
        Team(key=department, name=name, group=group, score=total, is_ranked=rank is not None)
        for department, name, group, total, rank in db.session.execute(statement)
    ]


def _statement() -> AnySelect:
    return select(
        Publication.id.label("publication_id"),
        EvaluationRound.id.label("round_id"),
        EvaluationRound.code,
        EvaluationRound.name,
        EvaluationRound.year,
        EvaluationRound.base_on,
        Publication.version,
        Publication.sha256,
    ).join(EvaluationRound, (EvaluationRound.id == Publication.round_id) & Publication.id.in_(newest(released())))
