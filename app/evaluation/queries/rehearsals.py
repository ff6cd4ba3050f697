"""예행을 읽는 눈: what can be tried, and what was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, Publication, Rehearsal
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class RehearsalRow:
    """A kept rehearsal in the list."""

    id: int
    name: str
    round_name: str
    version: int
    rules_sha256: str
    kept_by: str
    kept_at: datetime


def rehearsal_rows() -> Sequence[RehearsalRow]:
    """Return the kept rehearsals, newest first."""
    statement = (
        select(
            Rehearsal.id,
            Rehearsal.name,
            EvaluationRound.name,
            Publication.version,
            Rehearsal.rules_sha256,
            Person.name,
            Rehearsal.kept_at,
        )
        .join(Publication, Publication.id == Rehearsal.publication_id)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .join(Person, Person.id == Rehearsal.kept_by_id)
        .order_by(Rehearsal.id.desc())
    )
    return rows_as(RehearsalRow, statement)


def rehearsal_or_404(rehearsal_id: int) -> Rehearsal:
    """Return a kept rehearsal. Raises Missing."""
    found = db.session.get(Rehearsal, rehearsal_id)
    if found is None:
        raise Missing(_("There is no such rehearsal."))
    return found


def publication_and_round(publication_id: int) -> tuple[Publication, EvaluationRound]:
    """Return a publication with its round. Raises Missing."""
    statement = (
        select(Publication, EvaluationRound)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id == publication_id)
    )
    found = db.session.execute(statement).first()
    if found is None:
        raise Missing(_("The results of this round are not published yet."))
    return found[0], found[1]


def tryable_publications() -> Sequence[tuple[int, str]]:
    """Return the newest publication of each round, the latest round first: (id, code, name and version)."""
    newest = select(func.max(Publication.id)).group_by(Publication.round_id)
    statement = (
        select(Publication.id, EvaluationRound.code, EvaluationRound.name, Publication.version)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
    )
    return [
        (key, str(_("%(code)s %(name)s, version %(version)s", code=code, name=name, version=version)))
        for key, code, name, version in db.session.execute(statement)
    ]


def draft_rounds() -> Sequence[tuple[int, str]]:
    """Return the rounds in planning: their rules are not in force yet."""
    statement = (
        select(EvaluationRound.id, EvaluationRound.code, EvaluationRound.name)
        .where(EvaluationRound.phase == Phase.PLANNING)
        .order_by(EvaluationRound.id.desc())
    )
    return [(key, f"{code} {name}") for key, code, name in db.session.execute(statement)]
