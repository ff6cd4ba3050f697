"""전년도 복사: indicators, weights and past results of an earlier round taken over into one in planning."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import CHANGED, Conflict, Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.core.snapshots import fingerprint
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import RoundCopied
from app.evaluation.models import Composition, EvaluationRound, Indicator, RoundCopy
from app.evaluation.queries.past_results import PastResults, published_results
from app.evaluation.queries.round_copies import SourceLine, source_lines
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.rules import phases
from app.evaluation.rules.past_results import PAST_YEARS, Filled, fill_history
from app.evaluation.services.changes import composition_facts, publish_round_change
from app.evaluation.services.indicators import draft_of, save_indicator
from app.evaluation.services.rounds import Share, set_composition

OWN_NUMBERS = ("target", "worst", "best", "cap", "floor")
"""What a peer group of the earlier round may have had of its own."""


@dataclass(frozen=True, kw_only=True)
class CopyLine:
    """One indicator as it would stand in the new round."""

    indicator: Indicator
    weights: Mapping[int, Decimal]
    """By peer group id."""
    target_then: Decimal | None
    is_carried: bool
    """Whether the target is that of the earlier round and nobody has decided about it since."""
    has_own_numbers: bool
    """Whether peer groups had targets or bounds of their own; they are taken over with their group."""
    past: Filled

    @property
    def common_years(self) -> Sequence[str]:
        """Years of which the sheet knows a common result."""
        return sorted(self.indicator.history.get("common", {}))


@dataclass(frozen=True, kw_only=True)
class CopyPlan:
    """What would be taken over, and a digest of all of it."""

    source: EvaluationRound
    lines: Sequence[CopyLine]
    replaces: int
    """Lines of the composition that would be replaced."""
    digest: str

    @property
    def results(self) -> int:
        """Past results of departments that would be filled in."""
        return sum(line.past.added for line in self.lines)

    @property
    def carried(self) -> int:
        """Targets that would be marked."""
        return sum(line.is_carried for line in self.lines)


def plan_copy(*, record: EvaluationRound, source: EvaluationRound) -> CopyPlan:
    """Say what would be taken over; writes nothing. Raises WrongState for a round that is open, Refused for nothing."""
    if not phases.may_edit_setup(record.phase):
        raise WrongState(_("The round is open: its set-up does not change any more."))
    if source.id == record.id:
        raise Refused(_("A round cannot be copied into itself."))
    by_indicator: dict[int, list[SourceLine]] = defaultdict(list)
    for line in source_lines(source):
        by_indicator[line.sheet.id].append(line)
    if not by_indicator:
        raise Refused(_("The earlier round has no indicators."))
    past = published_results(record.year - PAST_YEARS, record.year - 1)
    lines = [_line(found, past) for found in by_indicator.values()]
    present = compositions_of(record.id)
    return CopyPlan(
        source=source, lines=lines, replaces=len(present), digest=fingerprint(_facts(lines, present, record, source))
    )


def _line(found: Sequence[SourceLine], past: PastResults) -> CopyLine:
    sheet, rows = found[0].sheet, [line.row for line in found]
    numbers = {tuple(getattr(row, name) for name in OWN_NUMBERS) for row in rows}
    kept = sheet.history.get("departments", {})
    return CopyLine(
        indicator=sheet,
        weights={row.peer_group_id: row.weight for row in rows},
        target_then=rows[0].target,
        is_carried=sheet.target is not None and not found[0].is_decided,
        has_own_numbers=len(numbers) > 1,
        past=fill_history(sheet.definition, kept, past.get(sheet.id, {})),
    )


def _facts(
    lines: Sequence[CopyLine], present: Sequence[Composition], record: EvaluationRound, source: EvaluationRound
) -> dict[str, object]:
    return {
        "round": [record.id, record.year, record.version],
        "source": source.id,
        "present": composition_facts(present),
        "lines": [
            [
                line.indicator.code,
                line.indicator.version,
                sorted((group, format(weight, "f")) for group, weight in line.weights.items()),
                line.past.departments,
            ]
            for line in lines
        ],
    }


def copy_round(
    *, actor: Actor | None, record: EvaluationRound, source: EvaluationRound, digest: str | None = None
) -> CopyPlan:
    """Take over what `plan_copy` says. Raises Conflict where it is no longer what was seen (`digest`, if anybody looked)."""
    policy.require(Permission.ROUND_EDIT, actor)
    plan = plan_copy(record=record, source=source)
    if digest is not None and digest != plan.digest:
        raise Conflict(CHANGED)
    for line in plan.lines:
        _fill_in(actor, line)
    shares = [
        Share(indicator=line.indicator, peer_group_id=group_id, weight=weight)
        for line in plan.lines
        for group_id, weight in line.weights.items()
    ]
    set_composition(actor=actor, record=record, shares=shares)
    _keep_own_numbers(actor, record, plan)
    db.session.add(
        RoundCopy(
            round_id=record.id,
            from_round_id=source.id,
            copied_by_id=actor.id if actor else None,
            copied_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        RoundCopied(
            actor_id=actor.id if actor else None,
            round_id=record.id,
            from_round_id=source.id,
            indicators=len(plan.lines),
            results=plan.results,
        )
    )
    return plan


def _fill_in(actor: Actor | None, line: CopyLine) -> None:
    if not line.past.added:
        return
    history = {**line.indicator.history, "departments": line.past.departments}
    save_indicator(actor=actor, draft=replace(draft_of(line.indicator), history=history), indicator=line.indicator)


def _keep_own_numbers(actor: Actor | None, record: EvaluationRound, plan: CopyPlan) -> None:
    """Let each peer group keep the target and bounds it had, where the groups differed."""
    apart = {line.indicator.id for line in plan.lines if line.has_own_numbers}
    if not apart:
        return
    then = {(row.indicator_id, row.peer_group_id): row for row in compositions_of(plan.source.id)}
    rows = compositions_of(record.id)
    before = composition_facts(rows)
    for row in rows:
        if row.indicator_id in apart:
            for name in OWN_NUMBERS:
                setattr(row, name, getattr(then[row.indicator_id, row.peer_group_id], name))
    db.session.flush()
    publish_round_change(actor, record, before, composition_facts(rows))
