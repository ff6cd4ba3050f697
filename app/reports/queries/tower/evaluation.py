"""평가 현황: how far scoring is, how grades lie against their quota, and how the totals of a group are spread."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db, read
from app.core.errors import Refused
from app.core.messages import Message
from app.evaluation.enums import GradeScheme, Phase
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.queries.panels import panel_progress
from app.evaluation.queries.releases import newest
from app.evaluation.rules.quotas import allocate
from app.evaluation.services.scoring import compute_round
from app.reports.queries.tower.scope import Scope

PUBLISHED = (Phase.PUBLISHED, Phase.APPEALS, Phase.FINAL)


@dataclass(frozen=True, kw_only=True)
class EvaluatorProgress:
    """Sheets of one evaluator over all indicators: handed in, and expected."""

    person_id: int
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

    group_id: int
    group: str
    grade: str
    given: int
    quota: int | None


@dataclass(frozen=True, kw_only=True)
class Total:
    """A department's total in a round, with its peer group. `total` None: it has none."""

    department_id: int
    department: str
    group_id: int
    group: str
    total: Decimal | None
    grade: str | None
    is_ranked: bool


@dataclass(frozen=True, kw_only=True)
class GradeDistribution:
    """Grades of a round as they stand now, and the totals they follow. `problem` says why they cannot be reckoned."""

    round_id: int
    code: str
    name: str
    phase: Phase
    grades: tuple[GradeCount, ...]
    totals: tuple[Total, ...] = ()
    problem: Message | None = None


def scoring_progress(scope: Scope | None = None) -> ScoringProgress | None:
    """Return the round being scored (the one asked for, or the latest), or None."""
    record = _round_in((Phase.SCORING,), scope)
    if record is None:
        return None
    found: dict[int, tuple[str, int, int]] = {}
    for row in panel_progress(record):
        name, done, expected = found.get(row.evaluator_id, (row.evaluator, 0, 0))
        found[row.evaluator_id] = (name, done + row.done, expected + row.expected)
    evaluators = (EvaluatorProgress(person_id=key, evaluator=n, done=d, expected=e) for key, (n, d, e) in found.items())
    return ScoringProgress(
        round_id=record.id,
        code=record.code,
        name=record.name,
        evaluators=tuple(sorted(evaluators, key=lambda one: (one.done - one.expected, one.evaluator))),
    )


def grade_distribution(scope: Scope | None = None) -> GradeDistribution | None:
    """Return the grades of the round asked for, or of the latest that has any, against the quota of each peer group.

    What is published is read as it was published; before that it is reckoned from what is there.
    """
    record = _round_in((Phase.CALIBRATION, *PUBLISHED), scope)
    if record is None:
        return None
    totals: Sequence[Total] = ()
    problem: Message | None = None
    try:
        totals = _published(record.id) if record.phase in PUBLISHED else _reckoned(record)
    except Refused as refusal:
        problem = refusal.reason
    wanted = scope.group_id if scope else None
    shown = tuple(total for total in totals if wanted is None or total.group_id == wanted)
    return GradeDistribution(
        round_id=record.id,
        code=record.code,
        name=record.name,
        phase=record.phase,
        grades=_counts(record, shown),
        totals=shown,
        problem=problem,
    )


def _round_in(wanted: Sequence[Phase], scope: Scope | None) -> EvaluationRound | None:
    statement = select(EvaluationRound).where(EvaluationRound.phase.in_(wanted))
    if scope is not None and scope.round_id is not None:
        statement = statement.where(EvaluationRound.id == scope.round_id)
    return db.session.scalar(statement.order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc()).limit(1))


def _published(round_id: int) -> Sequence[Total]:
    statement = (
        select(
            Result.department_id,
            Result.department_name,
            Result.peer_group_id,
            Result.peer_group_name,
            Result.total,
            Result.grade,
            Result.rank,
        )
        .join(Publication, Publication.id == Result.publication_id)
        .where(Publication.id.in_(newest(Publication.round_id == round_id)))
        .order_by(Result.id)
    )
    return [
        Total(
            department_id=unit,
            department=name,
            group_id=group_id,
            group=group,
            total=total,
            grade=grade,
            is_ranked=rank is not None,
        )
        for unit, name, group_id, group, total, grade, rank in read(statement)
    ]


def _reckoned(record: EvaluationRound) -> Sequence[Total]:
    return [
        Total(
            department_id=score.member.department_id,
            department=score.member.department,
            group_id=score.member.peer_group_id,
            group=score.member.peer_group,
            total=score.standing.total,
            grade=score.grade,
            is_ranked=score.standing.rank is not None,
        )
        for score in compute_round(record).departments
    ]


def _counts(record: EvaluationRound, totals: Sequence[Total]) -> tuple[GradeCount, ...]:
    groups: Mapping[int, str] = {total.group_id: total.group for total in totals}
    return tuple(count for group, name in groups.items() for count in _group_counts(record, group, name, totals))


def _group_counts(record: EvaluationRound, group: int, name: str, totals: Sequence[Total]) -> Sequence[GradeCount]:
    inside = [total for total in totals if total.group_id == group]
    given = Counter(total.grade for total in inside if total.grade is not None)
    steps = record.steps_of(group)
    quotas: dict[str, int] = {}
    if record.grade_scheme is GradeScheme.QUOTA and steps:
        ranked = sum(total.is_ranked for total in inside)
        quotas = allocate(ranked, {label: value or Decimal(0) for label, value in steps})
    return [
        GradeCount(group_id=group, group=name, grade=label, given=given[label], quota=quotas.get(label))
        for label, _value in steps
    ]
