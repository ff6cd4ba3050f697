"""Facts of the gates of stages 4 to 6, collected from plans, reports, obstacles and closings."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    ScalarSelect,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.core import clock
from app.core.database import AnySelect, ExactDecimal, db
from app.innovation.enums import PlanState, ReportState
from app.innovation.models import (
    Closing,
    ClosingValue,
    ExpectedObstacle,
    Obstacle,
    Plan,
    PlanMeasure,
    PracticeChange,
    PracticeItem,
    ProgressReport,
    ReportPeriod,
    Task,
)
from app.innovation.queries.obstacles.facts import is_taken_over
from app.innovation.queries.plans import latest_plan
from app.innovation.rules.gates import ManagementFacts, MonitoringFacts, PlanFacts
from app.innovation.rules.plans import MeasureContent, PlanContent, PracticeItemContent, missing_fields
from app.innovation.rules.practice_changes import unnamed_practices

NO_FORM = PlanContent(
    background="",
    goal="",
    budget=None,
    practice_items=(),
    measures=(),
    expected_obstacle_count=0,
    no_obstacles=False,
)
HANDED_IN = frozenset({ReportState.SUBMITTED, ReportState.APPROVED})


def plan_facts(task: Task) -> PlanFacts:
    """Collect what the gate of stage 4 asks, about the newest version: two statements."""
    plan = latest_plan(task)
    content = _content(plan) if plan else NO_FORM
    state = plan.state if plan else PlanState.DRAFT
    return PlanFacts(
        missing_fields=missing_fields(content),
        measure_count=content.complete_measure_count,
        obstacles_considered=content.obstacles_considered,
        head_approved=state in {PlanState.HEAD_APPROVED, PlanState.APPROVED},
        tower_approved=state is PlanState.APPROVED,
    )


def management_facts(task: Task) -> ManagementFacts:
    """Collect what the gate of stage 5 asks, in one statement: the calendar with its reports, and the obstacles."""
    rows = db.session.execute(_management(), {"task_id": task.id}).all()
    today = clock.today()
    return ManagementFacts(
        approved_report_count=sum(state is ReportState.APPROVED for *_rest, state in rows),
        overdue_periods=tuple(
            code for _count, code, due, state in rows if code is not None and due < today and state not in HANDED_IN
        ),
        ownerless_obstacle_count=rows[0][0],
    )


def monitoring_facts(task: Task) -> MonitoringFacts:
    """Collect what the gate of stage 6 asks, in one statement: the closing as far as it is written, and the obstacles.

    A measure of the valid plan has its result when there is a figure, or the reason why there is none.
    """
    rows = db.session.execute(_monitoring(), {"task_id": task.id}).all()
    change_id, *practices = rows[0][3:7]
    return MonitoringFacts(
        measures_without_result=tuple(
            name for _count, _spread, name, *_rest, is_told in rows if name is not None and not is_told
        ),
        unsettled_obstacle_count=rows[0][0],
        unnamed_practices=None if change_id is None else unnamed_practices(*practices),
        spread_decided=rows[0][1] is not None,
    )


_TASK = bindparam("task_id", type_=Integer)


@cache
def _management() -> AnySelect:
    return (
        select(
            _open_obstacles(Obstacle.owner_id.is_(None)), ReportPeriod.code, ReportPeriod.due_on, ProgressReport.state
        )
        .select_from(Task)
        .outerjoin(ReportPeriod, ReportPeriod.task_id == Task.id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(Task.id == _TASK)
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
    )


@cache
def _monitoring() -> AnySelect:
    told = (ClosingValue.measure_id == PlanMeasure.id) & (ClosingValue.closing_id == Closing.id)
    return (
        select(
            _open_obstacles(~is_taken_over()),
            Closing.spread,
            PlanMeasure.name,
            PracticeChange.id,
            PracticeChange.first_new,
            PracticeChange.second_new,
            PracticeChange.abolished,
            or_(ClosingValue.value.is_not(None), ClosingValue.no_value_reason != ""),
        )
        .select_from(Task)
        .outerjoin(PracticeChange, PracticeChange.task_id == Task.id)
        .outerjoin(Closing, Closing.task_id == Task.id)
        .outerjoin(PlanMeasure, PlanMeasure.plan_id == _valid_plan())
        .outerjoin(ClosingValue, told)
        .where(Task.id == _TASK)
        .order_by(PlanMeasure.position)
    )


def _valid_plan() -> ScalarSelect[int]:
    """The newest approved version."""
    return (
        select(Plan.id)
        .where(Plan.task_id == _TASK, Plan.state == PlanState.APPROVED)
        .order_by(Plan.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _open_obstacles(lacking: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many open obstacles of the task lack something."""
    return (
        select(func.count())
        .where(Obstacle.task_id == Task.id, Obstacle.closed_on.is_(None), lacking)
        .correlate(Task)
        .scalar_subquery()
    )


def _content(plan: Plan) -> PlanContent:
    rows = db.session.execute(_rows(), {"plan_id": plan.id}).all()
    return PlanContent(
        background=plan.background,
        goal=plan.goal,
        budget=plan.budget,
        practice_items=tuple(
            PracticeItemContent(text=text, owner_id=owner, due_on=due)
            for kind, text, owner, due, *_numbers in rows
            if kind == "item"
        ),
        measures=_measures([row for row in rows if row[0] == "measure"]),
        expected_obstacle_count=sum(row[0] == "obstacle" for row in rows),
        no_obstacles=plan.no_obstacles,
    )


def _measures(
    rows: Sequence[tuple[str, str, int | None, object, str, Decimal | None, Decimal | None]],
) -> tuple[MeasureContent, ...]:
    return tuple(
        MeasureContent(name=name, unit=unit, baseline=baseline, target=target)
        for _kind, name, _owner, _due, unit, baseline, target in rows
    )


@cache
def _rows() -> AnySelect:
    """All rows of a version in one statement: kind, text, owner, day, unit, baseline, target."""
    plan = bindparam("plan_id", type_=Integer)
    nobody, no_day, no_unit, no_number = (cast(null(), kind) for kind in (Integer, Date, String, ExactDecimal))
    items = select(
        literal("item").label("kind"),
        PracticeItem.text.label("text"),
        PracticeItem.owner_id.label("owner_id"),
        PracticeItem.ends_on.label("ends_on"),
        no_unit.label("unit"),
        no_number.label("baseline"),
        no_number.label("target"),
    ).where(PracticeItem.plan_id == plan)
    measures = select(
        literal("measure"), PlanMeasure.name, nobody, no_day, PlanMeasure.unit, PlanMeasure.baseline, PlanMeasure.target
    ).where(PlanMeasure.plan_id == plan)
    obstacles = select(literal("obstacle"), ExpectedObstacle.text, nobody, no_day, no_unit, no_number, no_number).where(
        ExpectedObstacle.plan_id == plan
    )
    return select(union_all(items, measures, obstacles).subquery())
