"""예행: draft rules tried on the frozen data of a published round. Reckons only; keeping one writes a row of its own."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import publish
from app.core.messages import Message, _
from app.core.snapshots import canonical_json, fingerprint, to_plain
from app.evaluation import policy
from app.evaluation.calibration_events import RehearsalKept
from app.evaluation.enums import (
    CorrectionKind,
    GradeScheme,
    MarkRule,
    MeasureState,
    MissingRule,
    Permission,
    RoundingMode,
)
from app.evaluation.models import EvaluationRound, Publication, Rehearsal
from app.evaluation.queries.results import content_of
from app.evaluation.rules.corrections import TARGET_FIELDS, CorrectionDraft
from app.evaluation.rules.rehearsals import GroupShift, Shift, biggest, group_shifts
from app.evaluation.services.publications import round_content
from app.evaluation.services.rehearsal_lines import Line, as_composition
from app.evaluation.services.rehearsal_rules import Rules, published_rules
from app.evaluation.services.scoring import RoundResult, compute_round

MOST_NAMED = 10
NOWHERE = 0
"""A peer group no round has: who is put there is not scored."""
OUTCOME = ("department_id", "peer_group", "total", "rank", "grade")


@dataclass(frozen=True, kw_only=True)
class Untried:
    """An indicator of the draft that cannot be tried, and why. Its weight is re-based onto the others."""

    code: str
    name: str
    reason: Message
    departments: tuple[str, ...] = ()
    """Only for these; empty: for all."""


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What draft rules would have given."""

    groups: tuple[GroupShift, ...]
    untried: tuple[Untried, ...]
    left_out: tuple[str, ...]
    """Departments of the published round the draft does not rank with anybody."""
    outcome_sha256: str

    @property
    def departments(self) -> int:
        """How many were tried."""
        return sum(len(group.shifts) for group in self.groups)

    @property
    def moved(self) -> int:
        """Departments whose group, total, rank or grade would be another one."""
        return sum(shift.moved for group in self.groups for shift in group.shifts)

    @property
    def reranked(self) -> int:
        """Departments whose rank inside the peer group would be another one."""
        return sum(group.moved for group in self.groups)

    @property
    def regraded(self) -> int:
        """Departments whose grade would be another one."""
        return sum(group.regraded for group in self.groups)

    @property
    def biggest(self) -> Sequence[Shift]:
        """Those that would move most."""
        return biggest(self.groups, MOST_NAMED)


def rehearse(record: EvaluationRound, publication: Publication, rules: Rules) -> Rehearsed:
    """Reckon the published version anew under other rules and say who moves. Nothing is written.

    Measures, marks, corrections and calibrated scores are those of the published version. What an indicator of the
    draft was not measured for is left out and the weights re-based. Raises Refused where nothing can be reckoned.
    """
    before = content_of(publication.id)
    trial = _Trial(record, publication.version, rules)
    absent = trial.absent()
    refused = trial.refused(absent)
    skipped = absent | {key: reason for line, reason in refused for key in trial.keys_of(line)}
    after = _outcome(trial.record, trial.compute(skipped))
    names = {row["department_id"]: row["department"] for row in before["departments"]}
    there = {row["department_id"] for row in after["departments"]}
    return Rehearsed(
        groups=group_shifts(before, after),
        untried=_untried(trial, absent, refused),
        left_out=tuple(name for key, name in names.items() if key not in there),
        outcome_sha256=fingerprint([[row[name] for name in OUTCOME] for row in after["departments"]]),
    )


def _outcome(record: EvaluationRound, result: RoundResult) -> Any:  # noqa: ANN401  plain values of JSON
    """Return what a snapshot would say of groups, totals, ranks and grades, without the sentences of every score."""
    departments = [
        {
            "department_id": score.member.department_id,
            "department": score.member.department,
            "peer_group": score.member.peer_group,
            "total": score.total,
            "rank": score.standing.rank,
            "ranked_count": score.standing.field,
            "grade": score.grade,
        }
        for score in result.departments
    ]
    return to_plain({"round": round_content(record), "departments": departments})


MeasureKeys = dict[tuple[int, int], Message]
"""Why there is nothing to score, by (indicator id, department id)."""


class _Trial:
    """A published round with other rules in their place: the record and composition scoring reads, never stored."""

    def __init__(self, record: EvaluationRound, version: int, rules: Rules) -> None:
        self.rules, self._version = rules, version
        self.published = published_rules(record, version)
        self.record = _as_round(record, rules)
        self.lines: list[Line] = sorted(
            rules["lines"], key=lambda line: (line["peer_group_id"], line["position"], line["code"])
        )
        self._was = {row["department_id"]: row for row in self.published["members"]}

    def compute(self, skipped: Mapping[tuple[int, int], Message]) -> RoundResult:
        """Score the published data under the rules, without what is skipped."""
        rows = [as_composition(line, self.record.id) for line in self.lines]
        return compute_round(
            self.record,
            version=self._version,
            extra=[*self._overlaid(), *_left_out(skipped)],
            rows=rows,
            mark_rule=MarkRule(self.rules["mark_rule"]),
        )

    def _overlaid(self) -> list[CorrectionDraft]:
        """The rules as corrections after those of the round: theirs would count instead of the draft's otherwise."""
        moved = {row["department_id"]: row for row in self.rules["members"]}
        members = [
            _draft(CorrectionKind.MEMBER, _placed(moved.get(key)), department_id=key)
            for key, was in self._was.items()
            if moved.get(key) != was
        ]
        weights = [
            _draft(
                CorrectionKind.WEIGHT,
                {"weight": line["weight"]},
                peer_group_id=line["peer_group_id"],
                indicator_id=line["indicator_id"],
            )
            for line in self.lines
        ]
        targets = [
            _draft(
                CorrectionKind.TARGET,
                {name: line[name] for name in TARGET_FIELDS},
                peer_group_id=line["peer_group_id"],
                indicator_id=line["indicator_id"],
            )
            for line in self.lines
        ]
        return [*members, *weights, *targets]

    def absent(self) -> MeasureKeys:
        """What the published round did not ask of a department and the draft does."""
        asked = {(line["peer_group_id"], line["indicator_id"]) for line in self.published["lines"]}
        reason = _("The published round did not have it for these departments.")
        return {
            (line["indicator_id"], row["department_id"]): reason
            for row in self.rules["members"]
            for line in self.lines
            if line["peer_group_id"] == row["peer_group_id"]
            and (self._was[row["department_id"]]["peer_group_id"], line["indicator_id"]) not in asked
        }

    def keys_of(self, line: Line) -> list[tuple[int, int]]:
        """The measures a line of the draft scores."""
        group = line["peer_group_id"]
        return [
            (line["indicator_id"], row["department_id"])
            for row in self.rules["members"]
            if row["peer_group_id"] == group
        ]

    def refused(self, absent: MeasureKeys) -> list[tuple[Line, Message]]:
        """Lines whose method cannot score what was measured, found one by one once the whole is refused."""
        if self._fault(absent) is None:
            return []
        every = {(key): line for line in self.lines for key in self.keys_of(line)}
        changed = [line for line in self.lines if line not in self.published["lines"]]
        found = []
        for line in changed:
            own = set(self.keys_of(line))
            others: MeasureKeys = {key: _("Left out") for key in every if key not in own}
            fault = self._fault(absent | others)
            if fault is not None:
                found.append((line, fault))
        return found

    def _fault(self, skipped: MeasureKeys) -> Message | None:
        try:
            self.compute(skipped)
        except Refused as refusal:
            return refusal.reason
        return None


def _as_round(record: EvaluationRound, rules: Rules) -> EvaluationRound:
    """The published round under other rules; it belongs to no session of the database."""
    return EvaluationRound(
        id=record.id,
        code=record.code,
        name=record.name,
        year=record.year,
        starts_on=record.starts_on,
        base_on=record.base_on,
        phase=record.phase,
        missing_rule=MissingRule(rules["missing_rule"]),
        digits=rules["digits"],
        rounding=RoundingMode(rules["rounding"]),
        grade_scheme=GradeScheme(rules["grade_scheme"]),
        grade_steps=rules["grade_steps"],
        grade_steps_by_group=rules["grade_steps_by_group"],
        version=record.version,
    )


def _placed(row: Mapping[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {"peer_group_id": NOWHERE, "is_ranked": False}
    return {name: row[name] for name in ("peer_group_id", "peer_group", "is_ranked")}


def _draft(
    kind: CorrectionKind,
    after: Mapping[str, Any],
    *,
    department_id: int | None = None,
    peer_group_id: int | None = None,
    indicator_id: int | None = None,
) -> CorrectionDraft:
    return CorrectionDraft(
        kind=kind,
        after=after,
        reason="",
        department_id=department_id,
        peer_group_id=peer_group_id,
        indicator_id=indicator_id,
    )


def _left_out(skipped: Mapping[tuple[int, int], Message]) -> list[CorrectionDraft]:
    return [
        _draft(
            CorrectionKind.MEASURE,
            {"state": MeasureState.NOT_APPLICABLE.value},
            indicator_id=indicator,
            department_id=department,
        )
        for indicator, department in skipped
    ]


def _untried(trial: _Trial, absent: MeasureKeys, refused: Sequence[tuple[Line, Message]]) -> tuple[Untried, ...]:
    names = {row["department_id"]: row["department"] for row in trial.rules["members"]}
    scored: dict[int, list[int]] = {}
    for line in trial.lines:
        scored.setdefault(line["indicator_id"], []).extend(key for _indicator, key in trial.keys_of(line))
    found: dict[str, Untried] = {}
    for line in trial.lines:
        missing = [key for key in scored[line["indicator_id"]] if (line["indicator_id"], key) in absent]
        if not missing:
            continue
        everywhere = len(missing) == len(scored[line["indicator_id"]])
        reason = _("The published round did not have this indicator.") if everywhere else next(iter(absent.values()))
        found[line["code"]] = Untried(
            code=line["code"],
            name=line["name"],
            reason=reason,
            departments=() if everywhere else tuple(names[key] for key in missing),
        )
    for line, reason in refused:
        found[line["code"]] = Untried(code=line["code"], name=line["name"], reason=reason)
    return tuple(found.values())


def rules_text(rules: Rules) -> str:
    """Return the rules as they are kept and hashed."""
    return canonical_json(rules).decode()


def keep_rehearsal(
    *, actor: Actor, record: EvaluationRound, publication: Publication, draft_id: int | None, rules: Rules, name: str
) -> Rehearsal:
    """Keep a rehearsal under its name. Raises Conflict for a name that is taken, Refused as `rehearse`."""
    policy.require(Permission.REHEARSE, actor)
    if not name.strip():
        raise Refused(_("A rehearsal needs a name."))
    if db.session.scalar(select(Rehearsal.id).where(Rehearsal.name == name)) is not None:
        raise Conflict(_("There is already a rehearsal called “%(name)s”.", name=name))
    found = rehearse(record, publication, rules)
    row = Rehearsal(
        name=name,
        publication_id=publication.id,
        draft_round_id=draft_id,
        rules=rules_text(rules),
        rules_sha256=fingerprint(rules),
        outcome_sha256=found.outcome_sha256,
        kept_by_id=actor.id,
        kept_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        RehearsalKept(
            actor_id=actor.id,
            rehearsal_id=row.id,
            publication_id=publication.id,
            rules_sha256=row.rules_sha256,
            moved=found.moved,
        )
    )
    return row


def kept_rules(row: Rehearsal) -> Rules:
    """Return the rules of a kept rehearsal."""
    rules: Rules = json.loads(row.rules)
    return rules


def gain_text(figure: Decimal | None) -> str:
    """Write a difference with its sign; empty where there is none to know."""
    return "" if figure is None else f"{figure:+f}".replace("-", "−")
