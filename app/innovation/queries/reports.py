"""추진실적보고: the calendar of a task, its reports, and what is overdue in the whole office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.values import Value
from app.files.queries import uploaders_of
from app.innovation.enums import ReportState, TaskState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.measures import MeasureKind
from app.innovation.models import PlanMeasure, ProgressReport, ReportPeriod, ReportStep, ReportValue, Task
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.gate_facts import HANDED_IN
from app.innovation.queries.issues import has_value
from app.innovation.queries.plans import StepRow, is_on_the_team, part_in
from app.innovation.queries.tasks import visible_to
from app.organization.models import Department

EVIDENCE = "progress_report"
"""What the evidence store calls a report."""


@dataclass(frozen=True)
class CalendarRow:
    """One period and its report. `days_left` is None once the report is handed in; negative when it is late."""

    period_id: int
    code: str
    starts_on: date
    ends_on: date
    due_on: date
    report_id: int | None
    state: ReportState | None
    on_time: bool | None

    @property
    def days_left(self) -> int | None:
        """Days until the report is due."""
        return None if self.state in HANDED_IN else (self.due_on - clock.today()).days

    @property
    def has_begun(self) -> bool:
        """Whether a report may be written already."""
        return self.starts_on <= clock.today()


@dataclass(frozen=True, kw_only=True)
class ReportRecord:
    """A report with its period, its task and the names of those who wrote and approved it."""

    report: ProgressReport
    period: ReportPeriod
    task: Task
    author: str
    approver: str | None


@dataclass(frozen=True)
class ValueRow:
    """A measure of the plan with what a report or a closing says about it. None is missing, 0 is a figure."""

    measure_id: int
    name: str
    unit: str
    baseline: Decimal | None
    target: Decimal | None
    value: Decimal | None = None
    no_value_reason: str = ""
    kind: MeasureKind = MeasureKind.OTHER
    cost: Decimal | None = None

    @property
    def is_told(self) -> bool:
        """Whether there is a figure, or the reason why there is none."""
        return self.value is not None or bool(self.no_value_reason)


@dataclass(frozen=True)
class OverdueRow:
    """A report that has not been handed in although its due day has passed."""

    task_id: int
    number: str
    title: str
    department_id: int
    department: str
    period: str
    due_on: date
    days_late: int


def calendar_of(task: Task, actor: Actor) -> tuple[Sequence[CalendarRow], TeamWork]:
    """Return the periods of a task with their reports, and the actor's part in the team, in one statement."""
    statement = (
        select(
            is_on_the_team(actor.id),
            ReportPeriod.id,
            ReportPeriod.code,
            ReportPeriod.starts_on,
            ReportPeriod.ends_on,
            ReportPeriod.due_on,
            ProgressReport.id,
            ProgressReport.state,
            ProgressReport.on_time,
        )
        .select_from(Task)
        .outerjoin(ReportPeriod, ReportPeriod.task_id == Task.id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(Task.id == task.id)
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
    )
    rows = db.session.execute(statement).all()
    periods = [CalendarRow(*row[1:]) for row in rows if row[1] is not None]
    return periods, part_in(task, actor, is_member=rows[0][0])


def period_or_404(period_id: int, actor: Actor) -> tuple[ReportPeriod, Task]:
    """Return a period with its task. `Missing` if there is none or the actor may not read the task."""
    statement = (
        select(ReportPeriod, Task)
        .join(Task, Task.id == ReportPeriod.task_id)
        .where(ReportPeriod.id == period_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such reporting period."))
    period, task = row
    return period, task


def report_or_404(report_id: int, actor: Actor) -> ReportRecord:
    """Return a report. `Missing` if there is none or the actor may not read its task."""
    author, approver = aliased(Person), aliased(Person)
    statement = (
        select(ProgressReport, ReportPeriod, Task, author.name, approver.name)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
        .join(Task, Task.id == ProgressReport.task_id)
        .join(author, author.id == ProgressReport.author_id)
        .outerjoin(approver, approver.id == ProgressReport.approver_id)
        .where(ProgressReport.id == report_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such progress report."))
    report, period, task, author_name, approver_name = row
    return ReportRecord(report=report, period=period, task=task, author=author_name, approver=approver_name)


def values_of(report: ProgressReport) -> Sequence[ValueRow]:
    """Return every measure of the plan with what the report says about it."""
    said = (ReportValue.measure_id == PlanMeasure.id) & (ReportValue.report_id == report.id)
    statement = _measures(report.plan_id).add_columns(ReportValue.value, func.coalesce(ReportValue.no_value_reason, ""))
    return [ValueRow(*row) for row in db.session.execute(statement.outerjoin(ReportValue, said))]


def empty_values(plan_id: int) -> Sequence[ValueRow]:
    """Return every measure of a plan, with nothing said about it yet."""
    return [ValueRow(*row) for row in db.session.execute(_measures(plan_id))]


def _measures(plan_id: int) -> AnySelect:
    return (
        select(PlanMeasure.id, PlanMeasure.name, PlanMeasure.unit, PlanMeasure.baseline, PlanMeasure.target)
        .where(PlanMeasure.plan_id == plan_id)
        .order_by(PlanMeasure.position)
    )


def last_report_before(period: ReportPeriod) -> ProgressReport | None:
    """Return the last report of the task handed in for an earlier period, to be read beside the new one."""
    statement = (
        select(ProgressReport)
        .join(ReportPeriod, ReportPeriod.id == ProgressReport.period_id)
        .where(
            ProgressReport.task_id == period.task_id,
            ReportPeriod.ends_on < period.starts_on,
            ProgressReport.state.in_(HANDED_IN),
        )
        .order_by(ReportPeriod.ends_on.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def steps_of(report_id: int) -> Sequence[StepRow]:
    """Return the history of a report, the last step first."""
    statement = (
        select(ReportStep.step, ReportStep.note, Person.name, ReportStep.taken_at)
        .join(Person, Person.id == ReportStep.taken_by_id)
        .where(ReportStep.report_id == report_id)
        .order_by(ReportStep.id.desc())
    )
    return [
        StepRow(step=step, note=note, who=who, when=when) for step, note, who, when in db.session.execute(statement)
    ]


def writer_ids(report_id: int) -> frozenset[int]:
    """Return everybody who has written or submitted the report or added a file: none of them may approve it."""
    wrote = ReportStep.step.in_([DocumentStep.WRITTEN, DocumentStep.SUBMITTED])
    writers = select(ReportStep.taken_by_id).where(ReportStep.report_id == report_id, wrote)
    return frozenset(db.session.scalars(writers.union(uploaders_of(EVIDENCE, report_id))))


def is_overdue_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Periods of active tasks, joined with their reports, that are overdue on a day."""
    missing = or_(ProgressReport.id.is_(None), ProgressReport.state.not_in(HANDED_IN))
    return (ReportPeriod.due_on < day) & missing & (Task.state == TaskState.ACTIVE)


@dataclass(frozen=True, kw_only=True)
class OverdueFilter:
    """What the list of overdue reports is narrowed to; None does not narrow."""

    department_id: int | None = None
    bureau_id: int | None = None
    group_id: int | None = None
    value: Value | None = None


def overdue_reports(day: date, wanted: OverdueFilter | None = None) -> Sequence[OverdueRow]:
    """Return what the office has not handed in by a day, the longest overdue first, in one statement."""
    statement = (
        select(
            Task.id,
            Task.number,
            Task.title,
            Department.id,
            Department.name,
            ReportPeriod.code,
            ReportPeriod.due_on,
        )
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .join(Department, Department.id == Task.lead_department_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(is_overdue_on(day), *_narrowed(wanted or OverdueFilter()))
        .order_by(ReportPeriod.due_on, ReportPeriod.id)
    )
    return [OverdueRow(*row, days_late=(day - row.due_on).days) for row in db.session.execute(statement)]


def _narrowed(wanted: OverdueFilter) -> Sequence[ColumnElement[bool]]:
    exact = (
        (Department.id, wanted.department_id),
        (Department.parent_id, wanted.bureau_id),
        (Department.peer_group_id, wanted.group_id),
    )
    conditions = [column == value for column, value in exact if value is not None]
    return conditions if wanted.value is None else [*conditions, has_value(Task.values, wanted.value)]
