"""실행계획: writing a version and handing it in. The approvals are in `services.plan_approvals`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import delete

from app.core import access, clock
from app.core.access import Actor
from app.core.database import Model, change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums import ObstacleKind, PlanState, ReportCadence, Stage
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.measures import MeasureDirection, MeasureKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import PlanSubmitted, PlanVersionStarted, PlanWritten
from app.innovation.models import ExpectedObstacle, Plan, PlanMeasure, PlanStep, PracticeItem, Task
from app.innovation.policy import POLICY
from app.innovation.queries.plans import PlanRows, content_of, latest_plan, rows_of, team_work
from app.innovation.rules import plans as rules
from app.innovation.rules.stages import check_active
from app.innovation.services.tasks import keep_team

MOST_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """실천과제 한 줄 as typed."""

    text: str
    owner_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureDraft:
    """지표 한 줄 as typed. None is missing, 0 is a figure."""

    name: str
    unit: str = ""
    direction: MeasureDirection = MeasureDirection.UP
    kind: MeasureKind = MeasureKind.OTHER
    baseline: Decimal | None = None
    target: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class ObstacleDraft:
    """예상 장애요인 한 줄 as typed."""

    kind: ObstacleKind
    text: str
    handling: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """The standard form as typed; a draft may lack anything.

    `budget` is in won. Without `report_from` and `report_until` the reports run from the approval to the last day of
    the practice items.
    """

    background: str = ""
    goal: str = ""
    budget: Decimal | None = None
    budget_note: str = ""
    no_obstacles: bool = False
    cadence: ReportCadence = ReportCadence.QUARTERLY
    report_from: date | None = None
    report_until: date | None = None
    items: tuple[ItemDraft, ...] = ()
    measures: tuple[MeasureDraft, ...] = ()
    obstacles: tuple[ObstacleDraft, ...] = ()


def write_plan(*, actor: Actor, task: Task, draft: PlanDraft) -> Plan:
    """Write the first version of a task's plan. `Conflict` if there is one already."""
    _check_may_write(actor, task)
    _check_days(draft)
    if latest_plan(task) is not None:
        raise Conflict(_("This task already has a plan."))
    plan = _new_version(actor, task, number=1)
    _fill(plan, draft)
    _note(plan, DocumentStep.WRITTEN, actor)
    publish(PlanWritten(actor_id=actor.id, task_id=task.id, plan_id=plan.id, number=plan.number))
    return plan


def rewrite_plan(*, actor: Actor, task: Task, plan: Plan, draft: PlanDraft) -> None:
    """Replace the content of a draft or a returned version."""
    _check_may_write(actor, task)
    rules.check_editing(plan.state)
    _check_days(draft)
    _fill(plan, draft, author_id=actor.id, written_at=clock.now())
    _note(plan, DocumentStep.WRITTEN, actor)
    publish(PlanWritten(actor_id=actor.id, task_id=task.id, plan_id=plan.id, number=plan.number))


def submit_plan(*, actor: Actor, task: Task, plan: Plan) -> None:
    """Hand a complete version to its approvers; from here on nobody can rewrite it."""
    _check_may_write(actor, task)
    keep_team(task)
    rules.check_submission(plan.state, content_of(plan, rows_of(plan.id)))
    change_state(plan, state=PlanState.SUBMITTED, author_id=actor.id, submitted_at=clock.now())
    _note(plan, DocumentStep.SUBMITTED, actor)
    publish(PlanSubmitted(actor_id=actor.id, task_id=task.id, plan_id=plan.id))


def start_version(*, actor: Actor, task: Task, plan: Plan, reason: str) -> Plan:
    """Start the next version as a copy of the approved one, which stays valid until the new one is approved."""
    _check_may_write(actor, task)
    rules.check_new_version(plan.state, reason)
    newest = latest_plan(task)
    if newest is not None and newest.id != plan.id:
        raise Conflict(_("There is a newer version of this plan already."))
    copy = _new_version(actor, task, number=plan.number + 1, reason=reason)
    _fill(copy, draft_of(plan, rows_of(plan.id)))
    _note(copy, DocumentStep.WRITTEN, actor)
    publish(
        PlanVersionStarted(
            actor_id=actor.id, task_id=task.id, plan_id=copy.id, number=copy.number, reason=FreeText(reason)
        )
    )
    return copy


def draft_of(plan: Plan, rows: PlanRows) -> PlanDraft:
    """Return the content of a version in the shape in which it is typed."""
    return PlanDraft(
        background=plan.background,
        goal=plan.goal,
        budget=plan.budget,
        budget_note=plan.budget_note,
        no_obstacles=plan.no_obstacles,
        cadence=plan.cadence,
        report_from=plan.report_from,
        report_until=plan.report_until,
        items=tuple(
            ItemDraft(text=row.text, owner_id=row.owner_id, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in rows.items
        ),
        measures=tuple(
            MeasureDraft(
                name=row.name,
                unit=row.unit,
                direction=row.direction,
                kind=row.kind,
                baseline=row.baseline,
                target=row.target,
            )
            for row in rows.measures
        ),
        obstacles=tuple(ObstacleDraft(kind=row.kind, text=row.text, handling=row.handling) for row in rows.obstacles),
    )


def check_writing_stage(task: Task) -> None:
    """Refuse a plan before the team stands, or after the task has ended."""
    check_active(task.state)
    if task.stage.number < Stage.PLAN.number:
        raise Refused(_("The plan is written once the task has reached stage 4."))


def _check_may_write(actor: Actor, task: Task) -> None:
    access.require(POLICY, Permission.PLAN_WRITE, actor, team_work(task))
    check_writing_stage(task)


def _new_version(actor: Actor, task: Task, *, number: int, reason: str = "") -> Plan:
    plan = Plan(
        task_id=task.id,
        number=number,
        change_reason=reason,
        state=PlanState.DRAFT,
        author_id=actor.id,
        written_at=clock.now(),
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def _fill(plan: Plan, draft: PlanDraft, **values: object) -> None:
    """Write the content; `Conflict` if somebody else rewrote the version since it was read."""
    _check_draft(draft)
    change_state(
        plan,
        background=draft.background,
        goal=draft.goal,
        budget=draft.budget,
        budget_note=draft.budget_note,
        no_obstacles=draft.no_obstacles,
        cadence=draft.cadence,
        report_from=draft.report_from,
        report_until=draft.report_until,
        **values,
    )
    for table in (PracticeItem, PlanMeasure, ExpectedObstacle):
        db.session.execute(delete(table).where(table.plan_id == plan.id))
    db.session.add_all(_rows(plan.id, draft))
    db.session.flush()


def _rows(plan_id: int, draft: PlanDraft) -> list[Model]:
    tables: tuple[tuple[type[Model], tuple[object, ...]], ...] = (
        (PracticeItem, draft.items),
        (PlanMeasure, draft.measures),
        (ExpectedObstacle, draft.obstacles),
    )
    return [
        table(plan_id=plan_id, position=position, **vars(row))
        for table, rows in tables
        for position, row in enumerate(rows, start=1)
    ]


def _check_days(draft: PlanDraft) -> None:
    """Only what is typed is checked: a copy of an old version keeps its days."""
    days = [day for item in draft.items for day in (item.starts_on, item.ends_on)]
    for day in (*days, draft.report_from, draft.report_until):
        rules.check_day(day, clock.today())


def _check_draft(draft: PlanDraft) -> None:
    if max(len(draft.items), len(draft.measures), len(draft.obstacles)) > MOST_ROWS:
        raise Refused(_("At most %(most)s rows of each kind.", most=MOST_ROWS))
    spans = [(item.starts_on, item.ends_on) for item in draft.items]
    if any(start and end and end < start for start, end in [*spans, (draft.report_from, draft.report_until)]):
        raise Refused(_("The end lies before the beginning."))
    if draft.budget is not None and (draft.budget < 0 or draft.budget != draft.budget.to_integral_value()):
        raise Refused(_("A budget is whole won, 0 or more."))


def _note(plan: Plan, step: DocumentStep, actor: Actor, note: str = "") -> None:
    db.session.add(PlanStep(plan_id=plan.id, step=step, note=note, taken_by_id=actor.id, taken_at=clock.now()))
    db.session.flush()
