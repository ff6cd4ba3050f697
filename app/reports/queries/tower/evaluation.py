"""평가 현황: who has scored how much, and how grades lie against their quota."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import Message
from app.evaluation.enums import GradeScheme, Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.panels import panel_progress
from app.evaluation.rules.quotas import allocate
from app.evaluation.services.scoring import DepartmentScore, compute_round


@dataclass(frozen=True, kw_only=True)
class EvaluatorProgress:
    """Sheets of one evaluator over all indicators: handed in, and expected."""

    evaluator: str
    done: int
    expected: int


@dataclass(frozen=True, kw_only=True)
class ScoringProgress:
    """One round that is being scored."""

    round_id: int
    code: str
    name: str
    evaluators: tuple[EvaluatorProgress, ...]

    @property
    def done(self) -> int:
        """Sheets handed in."""
        return sum(one.done for one in self.evaluators)

    @property
    def expected(self) -> int:
        """Sheets expected."""
        return sum(one.expected for one in self.evaluators)


@dataclass(frozen=True, kw_only=True)
class GradeCount:
    """One grade of a peer group: how many have it, and how many the quota gives (None: by fixed cuts)."""

    group: str
    grade: str
    given: int
    quota: int | None


@dataclass(frozen=True, kw_only=True)
class GradeDistribution:
    """Grades of a round as they stand now. `problem` says why they cannot be reckoned."""

    round_id: int
    code: str
    name: str
    phase: Phase
    grades: tuple[GradeCount, ...]
    problem: Message | None = None


def scoring_progress() -> ScoringProgress | None:
    """Return the round being scored (the latest, if there are several), or None."""
    record = _latest((Phase.SCORING,))
    if record is None:
        return None
    found: dict[int, tuple[str, int, int]] = {}
    for row in panel_progress(record):
        name, done, expected = found.get(row.evaluator_id, (row.evaluator, 0, 0))
        found[row.evaluator_id] = (name, done + row.done, expected + row.expected)
    evaluators = (EvaluatorProgress(evaluator=n, done=d, expected=e) for n, d, e in found.values())
    return ScoringProgress(
        round_id=record.id,
        code=record.code,
        name=record.name,
        evaluators=tuple(sorted(evaluators, key=lambda one: (one.done - one.expected, one.evaluator))),
    )


def grade_distribution() -> GradeDistribution | None:
    """Return the grades of the latest round that has any, against the quota of each peer group."""
    record = _latest((Phase.CALIBRATION, Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL))
    if record is None:
        return None
    grades: tuple[GradeCount, ...] = ()
    problem: Message | None = None
    try:
        grades = _counts(record, compute_round(record).departments)
    except Refused as refusal:
        problem = refusal.reason
    return GradeDistribution(
        round_id=record.id,
        code=record.code,
        name=record.name,
        phase=record.phase,
        grades=grades,
        problem=problem,
    )


def _latest(wanted: Sequence[Phase]) -> EvaluationRound | None:
    statement = select(EvaluationRound).where(EvaluationRound.phase.in_(wanted))
    return db.session.scalar(statement.order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc()).limit(1))


def _counts(record: EvaluationRound, scores: Sequence[DepartmentScore]) -> tuple[GradeCount, ...]:
    groups = {score.member.peer_group_id: score.member.peer_group for score in scores}
    return tuple(count for group, name in groups.items() for count in _group_counts(record, group, name, scores))


def _group_counts(
    record: EvaluationRound, group: int, name: str, scores: Sequence[DepartmentScore]
) -> Sequence[GradeCount]:
    inside = [score for score in scores if score.member.peer_group_id == group]
    given = Counter(score.grade for score in inside if score.grade is not None)
    steps = record.steps_of(group)
    quotas: dict[str, int] = {}
    if record.grade_scheme is GradeScheme.QUOTA and steps:
        ranked = sum(score.standing.rank is not None for score in inside)
        quotas = allocate(ranked, {label: value or Decimal(0) for label, value in steps})
    return [GradeCount(group=name, grade=label, given=given[label], quota=quotas.get(label)) for label, _value in steps]
