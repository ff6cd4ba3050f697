"""실행계획: the standard form, two approvals by two people, then the version is frozen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _
from app.innovation.enums import PlanState
from app.innovation.rules.common import check_another_person, check_reason, listed

EDITABLE = frozenset({PlanState.DRAFT, PlanState.RETURNED})
YEARS = 5
"""How far from today the days of a plan lie at most, before and after."""


@dataclass(frozen=True, kw_only=True)
class PracticeItemContent:
    """실천과제: what is done, by whom, until when."""

    text: str
    owner_id: int | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class MeasureContent:
    """측정값: what is measured, where it stands, where it shall stand. None is missing; 0 is a figure."""

    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None

    @property
    def is_complete(self) -> bool:
        """Whether it has name, unit, baseline and target."""
        return bool(self.name.strip() and self.unit.strip()) and None not in (self.baseline, self.target)


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """The city-wide standard form. `budget` is in won; `no_obstacles` is the box ticked deliberately."""

    background: str
    goal: str
    budget: Decimal | None
    practice_items: tuple[PracticeItemContent, ...]
    measures: tuple[MeasureContent, ...]
    expected_obstacle_count: int
    no_obstacles: bool

    @property
    def complete_measure_count(self) -> int:
        """How many measures have name, unit, baseline and target."""
        return sum(measure.is_complete for measure in self.measures)

    @property
    def obstacles_considered(self) -> bool:
        """Whether obstacles are named, or ruled out by the tick."""
        return self.expected_obstacle_count > 0 or self.no_obstacles


def missing_fields(plan: PlanContent) -> tuple[Message, ...]:
    """Name what the form still lacks, in the order of the form; empty when it is complete."""
    items = plan.practice_items
    wanted = (
        (bool(plan.background.strip()), _("Background")),
        (bool(plan.goal.strip()), _("Goal")),
        (bool(items), _("Practice items")),
        (all(i.text.strip() and i.owner_id and i.due_on for i in items), _("Owner and date of each practice item")),
        (plan.budget is not None, _("Budget (0 if none)")),
        (bool(plan.measures), _("Measures")),
        (all(m.is_complete for m in plan.measures), _("Unit, baseline and target of each measure")),
        (plan.obstacles_considered, _("Expected obstacles, or the tick for none")),
    )
    return tuple(label for given, label in wanted if not given)


def check_content(plan: PlanContent) -> None:
    """Refuse a form that contradicts itself: obstacles named and "none" ticked, or a negative budget."""
    if plan.expected_obstacle_count > 0 and plan.no_obstacles:
        raise Refused(_("Obstacles are named and ruled out at the same time."))
    if plan.budget is not None and plan.budget < 0:
        raise Refused(_("A budget cannot be negative."))


def is_near(day: date, today: date) -> bool:
    """Whether a day can be one of a plan: at most five calendar years away."""
    date_of_year = (today.month, today.day)
    return (today.year - YEARS, *date_of_year) <= (day.year, day.month, day.day) <= (today.year + YEARS, *date_of_year)


def check_day(day: date | None, today: date) -> None:
    """Refuse a day no plan reaches; None has not been chosen yet."""
    if day is not None and not is_near(day, today):
        raise Refused(_("Choose a day at most %(years)s years before or after today.", years=YEARS))


def check_editing(state: PlanState) -> None:
    """Refuse changes to a plan that is with the approvers or frozen."""
    if state not in EDITABLE:
        raise Refused(_("A plan that is submitted or approved cannot be changed."))


def check_submission(state: PlanState, plan: PlanContent) -> None:
    """Refuse a plan that is not in the author's hands, or whose form is not complete."""
    check_editing(state)
    check_content(plan)
    missing = missing_fields(plan)
    if missing:
        raise Refused(_("The form is not complete. Missing: %(items)s.", items=listed(missing)))


def check_head_approval(state: PlanState, *, author_id: int, approver_id: int) -> None:
    """First approval: the head of the lead department, who has not written the plan."""
    if state is not PlanState.SUBMITTED:
        raise Refused(_("Only a submitted plan can be approved by the head."))
    check_another_person(approver_id=approver_id, author_id=author_id)


def check_tower_approval(state: PlanState, *, author_id: int, head_approver_id: int, approver_id: int) -> None:
    """Second approval: the control tower; neither the author nor the one who approved first."""
    if state is not PlanState.HEAD_APPROVED:
        raise Refused(_("The control tower approves after the department head."))
    check_another_person(approver_id=approver_id, author_id=author_id)
    if approver_id == head_approver_id:
        raise Refused(_("The two approvals must come from two people."))


def check_return(state: PlanState, reason: str | None) -> None:
    """Refuse to send back what is not with the approvers, or without a reason."""
    if state not in {PlanState.SUBMITTED, PlanState.HEAD_APPROVED}:
        raise Refused(_("Only a plan that waits for approval can be returned."))
    check_reason(reason)


def check_new_version(state: PlanState, reason: str | None) -> None:
    """Refuse a new version of a plan that is not frozen yet, or without a reason; the old version stays."""
    if state is not PlanState.APPROVED:
        raise Refused(_("A new version starts from an approved plan."))
    check_reason(reason)
