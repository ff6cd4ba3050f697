"""등급 분포와 순위: what a session started from, what stands now, and what the quota of each peer group allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.figures import ZERO
from app.evaluation.enums import GradeScheme
from app.evaluation.models import EvaluationRound
from app.evaluation.rules.quotas import allocate
from app.evaluation.services.scoring import DepartmentScore, RoundResult

Standings = Mapping[str, Sequence[object]]
"""Total (text), rank and grade by department id, as a session keeps them."""


@dataclass(frozen=True, kw_only=True)
class GradeCount:
    """One grade of a peer group: places by quota (None by fixed cuts), how many had it before and have it now."""

    label: str
    allowed: int | None
    before: int
    now: int


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """A department before and now; `moved` where its total, rank or grade is another one."""

    department_id: int
    department: str
    before: Sequence[object]
    now: Sequence[object]

    @property
    def moved(self) -> bool:
        """Whether anything of it differs."""
        return list(self.before) != list(self.now)


@dataclass(frozen=True, kw_only=True)
class GroupStanding:
    """A peer group with its grades and departments by rank."""

    peer_group_id: int
    peer_group: str
    ranked: int
    grades: Sequence[GradeCount]
    rows: Sequence[StandingRow]


def group_standings(
    record: EvaluationRound, result: RoundResult, before: Standings, after: Standings | None = None
) -> Sequence[GroupStanding]:
    """Put the standings a session began with beside those of now, or beside those it ended with (`after`)."""
    groups: dict[int, list[DepartmentScore]] = {}
    for score in result.departments:
        groups.setdefault(score.member.peer_group_id, []).append(score)
    return [_group(record, scores, before, after) for scores in groups.values()]


def _group(
    record: EvaluationRound, scores: Sequence[DepartmentScore], before: Standings, after: Standings | None
) -> GroupStanding:
    rows = [_row(score, before, after) for score in scores]
    ranked = sum(row.now[1] is not None for row in rows)
    group = scores[0].member.peer_group_id
    steps = record.steps_of(group)
    allowed: Mapping[str, int | None] = {}
    if steps and record.grade_scheme is GradeScheme.QUOTA:
        allowed = dict(allocate(ranked, {label: share or ZERO for label, share in steps}))
    return GroupStanding(
        peer_group_id=group,
        peer_group=scores[0].member.peer_group,
        ranked=ranked,
        grades=[
            GradeCount(
                label=label,
                allowed=allowed.get(label),
                before=sum(row.before[2] == label for row in rows),
                now=sum(row.now[2] == label for row in rows),
            )
            for label, _value in steps
        ],
        rows=sorted(rows, key=_place),
    )


def _row(score: DepartmentScore, before: Standings, after: Standings | None) -> StandingRow:
    key = str(score.member.department_id)
    total = score.total
    now: Sequence[object] = [None if total is None else str(total), score.standing.rank, score.grade]
    if after:
        now = after.get(key, (None, None, None))
    return StandingRow(
        department_id=score.member.department_id,
        department=score.member.department,
        before=before.get(key, (None, None, None)),
        now=now,
    )


def _place(row: StandingRow) -> tuple[bool, int, int]:
    rank = row.now[1]
    return rank is None, rank if isinstance(rank, int) else 0, row.department_id
