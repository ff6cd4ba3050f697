"""채점: from actual values and sheets to totals, ranks and grades. Reads a round in any phase and changes nothing."""

from collections.abc import Mapping, MutableSet, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from app.core.errors import Refused
from app.core.figures import exact
from app.core.messages import _
from app.evaluation.enums import GradeScheme, MarkRule, Method, Phase, RoundingMode
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.corrections import CorrectionView, corrections_of
from app.evaluation.queries.entries import AnyComposition, composition_rows, entries_of
from app.evaluation.queries.joint_indicators import joint_of
from app.evaluation.queries.panel_marks import panel_marks_of
from app.evaluation.queries.scoring import Measured, Member, adjustments_of, members_of
from app.evaluation.queries.source_figures import source_figures
from app.evaluation.rules.adjustments import AdjustmentLine, settle
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.points import DepartmentResult, IndicatorLine, LineResult, total_points
from app.evaluation.rules.quotas import grade_by_cuts, grade_by_quota
from app.evaluation.rules.ranking import Contender, Key, Standing, rank
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.sums import Closing, TotalRule, add_up, close, points_of
from app.evaluation.rules.units import SubUnits
from app.evaluation.rules.weights import check_weights
from app.evaluation.services.overlays import overlay_of
from app.evaluation.services.scales import Facts, Scale

LIVE = frozenset({Phase.PLANNING, Phase.MEASURING})
"""Phases in which named sources are read as they stand."""


@dataclass(frozen=True, kw_only=True)
class ScoredLine:
    """One indicator of a department. `score` and `points` are rounded for reading; the sum uses `exact`."""

    indicator_id: int
    unit: str
    actual: object
    note: str
    exact: LineResult
    score: Decimal | None
    points: Decimal | None
    rounding: RoundingMode
    """How `score` and `points` were rounded."""
    corrections: Sequence[CorrectionView] = ()


@dataclass(frozen=True, kw_only=True)
class DepartmentAccount:
    """A department's total, and everything it is made of: lines and sentences are made when they are read."""

    member: Member
    total: Decimal | None
    facts: Facts = field(repr=False, compare=False)
    scales: Sequence[Scale] = field(repr=False, compare=False)

    @cached_property
    def outcome(self) -> DepartmentResult:
        """The sum in words and figures, every line with its derivation."""
        measured = zip(self.scales, self._measured, strict=True)
        lines = [
            IndicatorLine(
                code=scale.row.code,
                name=scale.row.name,
                weight=scale.weight,
                state=known.state,
                scored=self.facts.scored(scale, self.member),
                floor=scale.definition.missing_floor,
                share=self.facts.joint.share_of(scale.row.indicator_id, self.member.department_id),
            )
            for scale, known in measured
        ]
        return total_points(lines, self.facts.adjusted(self.member.department_id), self.facts.rule)

    @cached_property
    def lines(self) -> tuple[ScoredLine, ...]:
        """Every indicator as it is shown."""
        shown = zip(self.scales, self._measured, self.outcome.lines, strict=True)
        return tuple(self._shown(scale, known, line) for scale, known, line in shown)

    @cached_property
    def corrections(self) -> Sequence[CorrectionView]:
        """Those of the department itself: its group, bonus and penalty points."""
        return self.facts.overlay.marks_of_department(self.member.department_id)

    @cached_property
    def _measured(self) -> Sequence[Measured]:
        return [self.facts.measured(scale, self.member.department_id) for scale in self.scales]

    def _shown(self, scale: Scale, known: Measured, line: LineResult) -> ScoredLine:
        row = scale.row
        points_digits = max(row.digits, self.facts.rule.digits)
        return ScoredLine(
            indicator_id=row.indicator_id,
            unit=row.unit,
            actual=_readable(row, known),
            note=known.note,
            exact=line,
            score=None if line.score is None else round_to(line.score, row.digits, row.rounding),
            points=None if line.points is None else round_to(line.points, points_digits, row.rounding),
            rounding=row.rounding,
            corrections=self.facts.overlay.marks_of_line(self.member.department_id, *scale.place),
        )


def _readable(row: AnyComposition, known: Measured) -> object:
    if row.method is Method.PANEL:
        return None
    return str(known.actual) if isinstance(known.actual, SubUnits) else known.actual


@dataclass(frozen=True, kw_only=True)
class DepartmentScore(DepartmentAccount):
    """A department with its place in its peer group."""

    standing: Standing
    grade: str | None


@dataclass(frozen=True, kw_only=True)
class RoundResult:
    """Every department, ordered by peer group, rank and organization chart."""

    round_id: int
    departments: tuple[DepartmentScore, ...]
    accounts: Sequence[DepartmentAccount] = field(default=(), repr=False, compare=False)
    """The same in the order of the organization chart, without their places."""


def compute_round(
    record: EvaluationRound,
    *,
    version: int | None = None,
    extra: Sequence[CorrectionDraft] = (),
    rows: Sequence[AnyComposition] | None = None,
    mark_rule: MarkRule | None = None,
    with_marks: bool = True,
) -> RoundResult:
    """Score every department of the round. At most eleven statements, whatever its size.

    Corrections count as far as publication `version` (None: all of them), and after them those of `extra`, as if
    they had been written: `services.corrections.check_corrections` has looked at them. A rehearsal scores by `rows`
    and `mark_rule` instead of the composition and the panel rule of the round. Without `with_marks` panels are left
    open, as for whoever may not read them yet. Raises Refused with indicator and department where a value cannot be
    scored.
    """
    facts, scales, members = _read(
        record, version=version, extra=extra, rows=rows, mark_rule=mark_rule, with_marks=with_marks
    )
    return _result(record, _accounts(facts, scales, members))


def compute_one(record: EvaluationRound, department_id: int, *, version: int | None = None) -> DepartmentAccount | None:
    """Score one department alone, from its own values; None where the round does not have it. Ranks need the others.

    `version` as in `compute_round`: 0 leaves every correction out.
    """
    facts, scales, members = _read(record, version=version, department_id=department_id)
    return next(iter(_accounts(facts, scales, members)), None)


def recompute(record: EvaluationRound, before: RoundResult, department_id: int) -> RoundResult:
    """Return what `compute_round` would after one department's measures, or bonus or penalty points, changed.

    The department is scored anew, the totals of the others stand, and all are ranked. `before` was computed from the
    same composition, members, corrections and marks of panels (these can move others too, where they are balanced).
    """
    (again,) = [account for account in before.accounts if account.member.department_id == department_id]
    facts = _fresh(record, again)
    if facts.joint.leads:  # one department's value is others' too
        scales = {account.member.peer_group_id: account.scales for account in before.accounts}
        return _result(record, _accounts(facts, scales, [account.member for account in before.accounts]))
    (account,) = _accounts(facts, {again.member.peer_group_id: again.scales}, [again.member])
    accounts = [account if found is again else found for found in before.accounts]
    return _result(record, accounts)


def _result(record: EvaluationRound, accounts: Sequence[DepartmentAccount]) -> RoundResult:
    return RoundResult(round_id=record.id, departments=_placed(record, accounts), accounts=accounts)


def _fresh(record: EvaluationRound, account: DepartmentAccount) -> Facts:
    rows, department_id = [scale.row for scale in account.scales], account.member.department_id
    is_joint = bool(account.facts.joint.leads)
    figures = source_figures(record, rows, [account.member]) if record.phase in LIVE else {}
    return replace(
        account.facts,
        entries=entries_of(record.id, None if is_joint else department_id),
        adjustments=adjustments_of(record.id, None if is_joint else department_id),
        figures={**account.facts.figures, **figures} if is_joint else figures,
    )


def _read(
    record: EvaluationRound,
    *,
    version: int | None = None,
    extra: Sequence[CorrectionDraft] = (),
    rows: Sequence[AnyComposition] | None = None,
    mark_rule: MarkRule | None = None,
    department_id: int | None = None,
    with_marks: bool = True,
) -> tuple[Facts, Mapping[int, Sequence[Scale]], Sequence[Member]]:
    overlay = overlay_of(corrections_of(record.id, version), extra)
    rows = composition_rows(record.id) if rows is None else rows
    scales: dict[int, list[Scale]] = {}
    for row in rows:
        scales.setdefault(row.peer_group_id, []).append(Scale(row, overlay.definition(row), overlay.weight(row)))
    members = [member for m in members_of(record) if (member := overlay.member(m)).peer_group_id in scales]
    panels, joint = panel_marks_of(record.id, rows, members, mark_rule) if with_marks else {}, joint_of(record.id)
    if department_id is not None:
        members = [member for member in members if member.department_id == department_id]
    facts = Facts(
        phase=record.phase,
        rule=TotalRule(missing=record.missing_rule, digits=record.digits, mode=record.rounding),
        entries=entries_of(record.id, None if joint.leads else department_id),
        panels=panels,
        adjustments=adjustments_of(record.id, department_id),
        figures=source_figures(record, rows, members) if record.phase in LIVE else {},
        overlay=overlay,
        joint=joint,
    )
    return facts, scales, members


@exact()
def _accounts(
    facts: Facts, scales: Mapping[int, Sequence[Scale]], members: Sequence[Member]
) -> Sequence[DepartmentAccount]:
    """Score members by peer group, one indicator after the other, in the order they came in."""
    totals: dict[int, Decimal | None] = {}
    for group in dict.fromkeys(member.peer_group_id for member in members):
        own = [member for member in members if member.peer_group_id == group]
        own.sort(key=attrgetter("department_id"))  # as the entries are read
        totals.update(_totals(facts, scales[group], own))
    return [
        DepartmentAccount(
            member=member, total=totals[member.department_id], facts=facts, scales=scales[member.peer_group_id]
        )
        for member in members
    ]


def _totals(facts: Facts, scales: Sequence[Scale], members: Sequence[Member]) -> dict[int, Decimal | None]:
    check_weights({scale.row.code: scale.weight for scale in scales})
    if len({scale.row.code for scale in scales}) < len(scales):
        raise Refused(_("An indicator appears twice in the sum."))
    gaps: MutableSet[int] = set()
    columns = [facts.column(scale, members, gaps) for scale in scales]
    points = [points_of(scale.weight, column) for scale, column in zip(scales, columns, strict=True)]
    is_due = any(scale.weight for scale in scales)
    found: dict[int, Decimal | None] = {}
    for place, (member, row) in enumerate(zip(members, zip(*points, strict=True), strict=True)):
        adjusted = facts.adjusted(member.department_id)
        settled = settle(adjusted) if adjusted else ()
        if place in gaps or member.department_id in facts.joint.sharers:
            closing = _with_gaps(facts, scales, member, [column[place] for column in columns], settled)
        else:
            closing = close(row, settled, facts.rule, is_due=is_due)
        found[member.department_id] = closing.total
    return found


def _with_gaps(
    facts: Facts,
    scales: Sequence[Scale],
    member: Member,
    scores: Sequence[Decimal | None],
    settled: Sequence[AdjustmentLine],
) -> Closing:
    absent = {
        place: (facts.measured(scale, member.department_id).state, scale.definition.missing_floor)
        for place, (scale, score) in enumerate(zip(scales, scores, strict=True))
        if score is None
    }
    weights, carried = [scale.weight for scale in scales], facts.carried(scales, member.department_id)
    return add_up(weights, scores, absent, settled, facts.rule, carried).closing


def _placed(record: EvaluationRound, accounts: Sequence[DepartmentAccount]) -> tuple[DepartmentScore, ...]:
    standings = rank(
        Contender(
            key=account.member.department_id,
            peer_group=str(account.member.peer_group_id),
            total=account.total,
            out_of_competition=not account.member.is_ranked,
        )
        for account in accounts
    )
    grades = _grades(record, standings)
    scores = [
        DepartmentScore(
            member=account.member,
            total=account.total,
            facts=account.facts,
            scales=account.scales,
            standing=standings[account.member.department_id],
            grade=grades.get(account.member.department_id),
        )
        for account in accounts
    ]
    order = {group: place for place, group in enumerate(dict.fromkeys(a.member.peer_group_id for a in accounts))}
    return tuple(sorted(scores, key=lambda score: _place(score, order)))


def _place(score: DepartmentScore, order: Mapping[int, int]) -> tuple[int, bool, int, int]:
    place = score.standing.rank
    return order[score.member.peer_group_id], place is None, place or 0, score.member.position


def _grades(record: EvaluationRound, standings: Mapping[Key, Standing]) -> dict[Key, str | None]:
    grades: dict[Key, str | None] = {}
    for group in dict.fromkeys(standing.peer_group for standing in standings.values()):
        inside = {key: standing for key, standing in standings.items() if standing.peer_group == group}
        grades.update(_grade_group(record, int(group), inside))
    return grades


def _grade_group(record: EvaluationRound, group: int, standings: Mapping[Key, Standing]) -> dict[Key, str | None]:
    steps = record.steps_of(group)
    if not steps:
        return {}
    if record.grade_scheme is GradeScheme.QUOTA:
        shares = {label: value or Decimal(0) for label, value in steps}
        return grade_by_quota({key: standing.rank for key, standing in standings.items()}, shares)
    cuts = [(label, value) for label, value in steps if value is not None]
    lowest = steps[-1][0]
    return {
        key: None if standing.rank is None else grade_by_cuts(standing.total, cuts, lowest)
        for key, standing in standings.items()
    }
