"""관문: what each stage asks before it may be left, worked out from the facts of a task."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.core.errors import Refused
from app.core.messages import Message, _
from app.innovation.enums import GateCode, RatingKind, Stage
from app.innovation.rules.common import check_reason, listed


@dataclass(frozen=True)
class GateItem:
    """One line of the checklist. `hint` says what is missing, `waived` that the control tower let it go."""

    code: GateCode
    met: bool
    hint: Message | None = None
    waived: bool = False

    @property
    def label(self) -> Message:
        """What must be true."""
        return self.code.label

    @property
    def passes(self) -> bool:
        """Whether the item no longer holds the gate shut."""
        return self.met or self.waived


@dataclass(frozen=True, kw_only=True)
class CollectionFacts:
    """Stage 1: the triage of the source issues."""

    decided: bool
    reason_given: bool


@dataclass(frozen=True, kw_only=True)
class FramingFacts:
    """Stage 2: the task as framed. `rated` are the ratings that have been given."""

    has_field: bool
    rated: AbstractSet[RatingKind]
    has_lead_department: bool
    source_issue_count: int
    reason_without_issue: str = ""


@dataclass(frozen=True, kw_only=True)
class TeamFacts:
    """Stage 3: the team. `waiting_departments` are names of cooperating departments that have not answered."""

    has_leader: bool
    member_count: int
    waiting_departments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """Stage 4: the current version of the plan. `missing_fields` comes from `rules.plans.missing_fields`.

    `measure_count` counts measures that have both baseline and target.
    """

    missing_fields: tuple[Message, ...]
    measure_count: int
    obstacles_considered: bool
    head_approved: bool
    tower_approved: bool


@dataclass(frozen=True, kw_only=True)
class ManagementFacts:
    """Stage 5: reporting. `overdue_periods` are names of periods such as "2026-Q1"."""

    approved_report_count: int
    overdue_periods: tuple[str, ...] = ()
    ownerless_obstacle_count: int = 0


@dataclass(frozen=True, kw_only=True)
class MonitoringFacts:
    """Stage 6: the result. An obstacle is settled when closed or taken over elsewhere.

    `measures_without_result` are names. `unnamed_practices` are those a 2진1퇴 task has not named yet, None for any
    other task.
    """

    measures_without_result: tuple[str, ...] = ()
    unsettled_obstacle_count: int = 0
    unnamed_practices: tuple[Message, ...] | None = None
    spread_decided: bool


Facts = CollectionFacts | FramingFacts | TeamFacts | PlanFacts | ManagementFacts | MonitoringFacts


def gate_items(stage: Stage, facts: Facts, waived: Collection[GateCode] = ()) -> tuple[GateItem, ...]:
    """Make the checklist of the stage. TypeError if the facts belong to another stage."""
    if stage_of(facts) is not stage:
        raise TypeError(stage, facts)
    return with_waivers(_items(facts), waived)


def stage_of(facts: Facts) -> Stage:
    """Return the stage whose gate the facts speak about."""
    return _STAGE_OF[type(facts)]


def with_waivers(items: Collection[GateItem], waived: Collection[GateCode]) -> tuple[GateItem, ...]:
    """Mark the unmet items the control tower has waived; a met item needs no waiver."""
    return tuple(replace(item, waived=not item.met and (item.waived or item.code in waived)) for item in items)


def unmet(items: Collection[GateItem], waived: Collection[GateCode] = ()) -> tuple[GateItem, ...]:
    """Items that still hold the gate shut."""
    return tuple(item for item in with_waivers(items, waived) if not item.passes)


def check_waiver(items: Collection[GateItem], code: GateCode, reason: str | None) -> None:
    """Refuse the waiver of an item that this gate does not ask or that is met already, or one without reason."""
    if code not in {item.code for item in unmet(items)}:
        raise Refused(_("Only an open item of this gate can be waived."))
    check_reason(reason)


def _items(facts: Facts) -> tuple[GateItem, ...]:
    match facts:
        case CollectionFacts():
            return _collection_items(facts)
        case FramingFacts():
            return _framing_items(facts)
        case TeamFacts():
            return _team_items(facts)
        case PlanFacts():
            return _plan_items(facts)
        case ManagementFacts():
            return _management_items(facts)
        case MonitoringFacts():
            return _monitoring_items(facts)


def _collection_items(facts: CollectionFacts) -> tuple[GateItem, ...]:
    return (
        GateItem(GateCode.TRIAGE_DECIDED, facts.decided),
        GateItem(GateCode.TRIAGE_REASON, facts.reason_given),
    )


def _framing_items(facts: FramingFacts) -> tuple[GateItem, ...]:
    missing = [kind.label for kind in RatingKind if kind not in facts.rated]
    sourced = facts.source_issue_count > 0 or bool(facts.reason_without_issue.strip())
    return (
        GateItem(GateCode.FIELD_CHOSEN, facts.has_field),
        GateItem(GateCode.RATINGS_GIVEN, not missing, _missing(missing)),
        GateItem(GateCode.LEAD_DEPARTMENT, facts.has_lead_department),
        GateItem(GateCode.SOURCE_ISSUE, sourced),
    )


def _team_items(facts: TeamFacts) -> tuple[GateItem, ...]:
    waiting = facts.waiting_departments
    hint = _("Still waiting for: %(departments)s", departments=listed(waiting)) if waiting else None
    return (
        GateItem(GateCode.LEADER_NAMED, facts.has_leader),
        GateItem(GateCode.MEMBER_NAMED, facts.member_count > 0),
        GateItem(GateCode.OPINIONS_ANSWERED, not waiting, hint),
    )


def _plan_items(facts: PlanFacts) -> tuple[GateItem, ...]:
    return (
        GateItem(GateCode.FORM_COMPLETE, not facts.missing_fields, _missing(facts.missing_fields)),
        GateItem(GateCode.MEASURE_SET, facts.measure_count > 0),
        GateItem(GateCode.OBSTACLES_CONSIDERED, facts.obstacles_considered),
        GateItem(GateCode.HEAD_APPROVED, facts.head_approved),
        GateItem(GateCode.TOWER_APPROVED, facts.tower_approved),
    )


def _management_items(facts: ManagementFacts) -> tuple[GateItem, ...]:
    return (
        GateItem(GateCode.REPORT_APPROVED, facts.approved_report_count > 0),
        GateItem(GateCode.NO_REPORT_OVERDUE, not facts.overdue_periods, _missing(facts.overdue_periods)),
        GateItem(GateCode.OBSTACLES_OWNED, facts.ownerless_obstacle_count == 0, _open(facts.ownerless_obstacle_count)),
    )


def _monitoring_items(facts: MonitoringFacts) -> tuple[GateItem, ...]:
    nameless = facts.measures_without_result
    unsettled = facts.unsettled_obstacle_count
    return (
        GateItem(GateCode.RESULTS_ENTERED, not nameless, _missing(nameless)),
        GateItem(GateCode.OBSTACLES_SETTLED, unsettled == 0, _open(unsettled)),
        *_practice_items(facts.unnamed_practices),
        GateItem(GateCode.SPREAD_DECIDED, facts.spread_decided),
    )


def _practice_items(unnamed: tuple[Message, ...] | None) -> tuple[GateItem, ...]:
    if unnamed is None:
        return ()
    return (GateItem(GateCode.PRACTICE_CHANGED, not unnamed, _missing(unnamed)),)


def _missing(names: Collection[Message | str]) -> Message | None:
    return _("Missing: %(items)s", items=listed(names)) if names else None


def _open(count: int) -> Message | None:
    return _("Obstacles concerned: %(count)s", count=count) if count else None


_STAGE_OF: dict[type[Facts], Stage] = {
    CollectionFacts: Stage.COLLECTION,
    FramingFacts: Stage.FRAMING,
    TeamFacts: Stage.TEAM,
    PlanFacts: Stage.PLAN,
    ManagementFacts: Stage.MANAGEMENT,
    MonitoringFacts: Stage.MONITORING,
}
