"""Reads about combined scores: always from the newest released publication of each round."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import and_, select

from app.core.database import db
from app.core.errors import Missing, Refused
from app.core.messages import Message, _
from app.evaluation.models import Combination, CombinationPart, EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.evaluation.queries.rows import rows_as
from app.evaluation.rules.composition import Part, combine
from app.evaluation.rules.ranking import Contender, rank
from app.evaluation.rules.rounding import round_to


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A round of a combination and what it weighs."""

    combination_id: int
    round_id: int
    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, kw_only=True)
class CombinedRow:
    """One department; `score` is None where a round has no total of it, and `line` says which."""

    department_id: int
    department: str
    peer_group: str
    score: Decimal | None
    line: Message
    rank: int | None = None
    ranked_count: int = 0


def combination_or_404(combination_id: int) -> Combination:
    """Return a combination. Raises Missing."""
    found = db.session.get(Combination, combination_id)
    if found is None:
        raise Missing(_("There is no such combined score."))
    return found


def combination_rows() -> Sequence[Combination]:
    """Return the combinations, newest first."""
    return db.session.scalars(select(Combination).order_by(Combination.id.desc())).all()


def parts_of(combination_id: int | None = None) -> Sequence[PartRow]:
    """Return the parts of a combination (None: of all), in their order."""
    statement = (
        select(
            CombinationPart.combination_id,
            CombinationPart.round_id,
            EvaluationRound.code,
            EvaluationRound.name,
            CombinationPart.weight,
        )
        .join(EvaluationRound, EvaluationRound.id == CombinationPart.round_id)
        .order_by(CombinationPart.combination_id, CombinationPart.position)
    )
    if combination_id is not None:
        statement = statement.where(CombinationPart.combination_id == combination_id)
    return rows_as(PartRow, statement)


def combined_rows(record: Combination, parts: Sequence[PartRow]) -> Sequence[CombinedRow]:
    """Return every department that is in one of the rounds, by peer group and rank, in one statement.

    Name and peer group are those of the last round of the combination that has the department. Who is not ranked in
    that round is not ranked here.
    """
    of_parts = and_(Publication.round_id.in_([part.round_id for part in parts]), released())
    statement = (
        select(
            Publication.round_id,
            Result.department_id,
            Result.department_name,
            Result.peer_group_name,
            Result.total,
            Result.rank,
        )
        .join(Publication, Publication.id == Result.publication_id)
        .where(Publication.id.in_(newest(of_parts)))
    )
    order = {part.round_id: place for place, part in enumerate(parts)}
    totals: dict[int, dict[int, Decimal | None]] = {}
    latest: dict[int, tuple[str, str, bool]] = {}
    for round_id, department_id, name, group, total, place in sorted(
        db.session.execute(statement), key=lambda row: order[row.round_id]
    ):
        totals.setdefault(department_id, {})[round_id] = total
        latest[department_id] = name, group, place is not None
    rows = [_row(record, parts, key, latest[key], found) for key, found in totals.items()]
    return _ranked(rows, {key for key, (_name, _group, is_ranked) in latest.items() if is_ranked})


def _row(
    record: Combination,
    parts: Sequence[PartRow],
    department_id: int,
    latest: tuple[str, str, bool],
    totals: dict[int, Decimal | None],
) -> CombinedRow:
    row = CombinedRow(
        department_id=department_id, department=latest[0], peer_group=latest[1], score=None, line=_("No total")
    )
    try:
        combined = combine([Part(part.name, totals.get(part.round_id), part.weight) for part in parts])
    except Refused as refusal:
        return replace(row, line=refusal.reason)
    score = round_to(combined.score, record.digits, record.rounding)
    line = _(
        "%(formula)s; rounded once (%(mode)s, %(digits)s decimals): %(score)s",
        formula=combined.derivation,
        mode=record.rounding.label,
        digits=record.digits,
        score=str(score),
    )
    return replace(row, score=score, line=line)


def _ranked(rows: Sequence[CombinedRow], ranked: set[int]) -> Sequence[CombinedRow]:
    standings = rank(
        Contender(
            key=row.department_id,
            peer_group=row.peer_group,
            total=row.score,
            out_of_competition=row.department_id not in ranked,
        )
        for row in rows
    )
    by_id = {row.department_id: row for row in rows}
    return [
        replace(by_id[int(key)], rank=standing.rank, ranked_count=standing.field) for key, standing in standings.items()
    ]
