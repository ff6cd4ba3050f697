"""추이: a department over the years, from released results only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core.messages import Message, _
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.releases import newest, released
from app.evaluation.queries.rows import rows_as


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """A department in one round. `total` is None where it has none; then it is a gap, not 0."""

    round_id: int
    code: str
    name: str
    peer_group: str
    total: Decimal | None
    digits: int
    rank: int | None
    ranked_count: int
    grade: str | None

    @property
    def written(self) -> str | None:
        """The total with the decimals of its round."""
        return None if self.total is None else format(self.total, f".{self.digits}f")


def trend_of(department_id: int) -> Sequence[TrendPoint]:
    """Return the department in every released round, the earliest first; one statement."""
    statement = (
        select(
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            Result.peer_group_name,
            Result.total,
            EvaluationRound.digits,
            Result.rank,
            Result.ranked_count,
            Result.grade,
        )
        .join(Publication, Publication.id == Result.publication_id)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Result.department_id == department_id, Publication.id.in_(newest(released())))
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    return rows_as(TrendPoint, statement)


def finding_of(points: Sequence[TrendPoint]) -> Message:
    """Say what the trend shows, from the first total to the last."""
    known = [point for point in points if point.total is not None]
    if len(known) < 2:  # noqa: PLR2004  a trend needs two
        return _("One released round so far; a trend begins with the second.")
    first, last = known[0], known[-1]
    assert first.total is not None
    assert last.total is not None
    facts = {"first": first.written, "last": last.written, "since": first.name}
    if last.total > first.total:
        return _("The total rose from %(first)s to %(last)s since %(since)s.", **facts)
    if last.total < first.total:
        return _("The total fell from %(first)s to %(last)s since %(since)s.", **facts)
    return _("The total is %(last)s, as it was in %(since)s.", **facts)
