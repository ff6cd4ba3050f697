"""보고 한 건: the report of a department and period, its lines, its history and the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.accounts.queries.roles import heads_on
from app.core import access, clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.enums import PeriodReportState, PeriodReportStepKind, Permission
from app.reports.models import PeriodReport, PeriodReportLine, PeriodReportSnapshot, PeriodReportStep
from app.reports.policy import POLICY, ReportWork
from app.reports.queries.periods.calendar import period_or_404
from app.reports.rules.periods import HANDED_IN, Period

WRITING = (PeriodReportStepKind.WRITTEN, PeriodReportStepKind.SUBMITTED)


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One line of the history."""

    kind: PeriodReportStepKind
    note: str
    who: str
    when: datetime


@dataclass(frozen=True, kw_only=True)
class PeriodRecord:
    """A department and a period with the report, None before anybody wrote one.

    `is_closed`: the department has handed in a later period.
    """

    department: Department
    period: Period
    report: PeriodReport | None
    author: str | None
    submitter: str | None
    approver: str | None
    snapshot: PeriodReportSnapshot | None
    is_closed: bool


def department_or_404(department_id: int, actor: Actor) -> Department:
    """Return a department whose reports the actor may read. `Missing` otherwise: others need not know."""
    found = db.session.get(Department, department_id)
    if found is None or not access.allows(POLICY, Permission.PERIOD_READ, actor, department_id):
        raise Missing(_("There is no such report."))
    return found


def record_or_404(department_id: int, code: str, actor: Actor) -> PeriodRecord:
    """Return the report of a department and period with its names and its frozen copy: one statement.

    Before there is one, the calendar says what the period is: two more. `Missing` where the actor may not read.
    """
    if not access.allows(POLICY, Permission.PERIOD_READ, actor, department_id):
        raise Missing(_("There is no such report."))
    author, submitter, approver = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(
            Department, PeriodReport, author.name, submitter.name, approver.name, PeriodReportSnapshot, _latest_start()
        )
        .outerjoin(PeriodReport, and_(PeriodReport.department_id == Department.id, PeriodReport.code == code))
        .outerjoin(author, author.id == PeriodReport.author_id)
        .outerjoin(submitter, submitter.id == PeriodReport.submitted_by_id)
        .outerjoin(approver, approver.id == PeriodReport.approved_by_id)
        .outerjoin(PeriodReportSnapshot, PeriodReportSnapshot.report_id == PeriodReport.id)
        .where(Department.id == department_id, Department.kind != DepartmentKind.BUREAU)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such report."))
    department, report, by, handed_in, approved, snapshot, latest = row
    period = Period(code, report.starts_on, report.ends_on, report.due_on) if report else period_or_404(code)
    return PeriodRecord(
        department=department,
        period=period,
        report=report,
        author=by,
        submitter=handed_in,
        approver=approved,
        snapshot=snapshot,
        is_closed=latest is not None and latest > period.starts_on,
    )


def _latest_start() -> ScalarSelect[date]:
    """The first day of the latest period the `Department` of the statement has handed in."""
    other = aliased(PeriodReport)
    return (
        select(func.max(other.starts_on))
        .where(other.department_id == Department.id, other.state.in_(HANDED_IN))
        .correlate(Department)
        .scalar_subquery()
    )


def report_of(department_id: int, code: str) -> PeriodReport | None:
    """Return the report of a department and period, if there is one."""
    statement = select(PeriodReport).where(PeriodReport.department_id == department_id, PeriodReport.code == code)
    return db.session.scalar(statement)


def report_in_turn(department_id: int, period: Period) -> tuple[PeriodReport | None, bool]:
    """Return the report of a department and period, and whether a later one is handed in: one statement."""
    is_mine = and_(PeriodReport.department_id == Department.id, PeriodReport.code == period.code)
    statement = (
        select(PeriodReport, _latest_start())
        .select_from(Department)
        .outerjoin(PeriodReport, is_mine)
        .where(Department.id == department_id)
    )
    row = db.session.execute(statement).one_or_none()
    report, latest = row if row is not None else (None, None)
    return report, latest is not None and latest > period.starts_on


def lines_in_turn(report: PeriodReport) -> tuple[Sequence[PeriodReportLine], bool]:
    """Return the lines of a report in their order, and whether a later report is handed in: one statement."""
    statement = (
        select(PeriodReportLine, _latest_start())
        .select_from(Department)
        .outerjoin(PeriodReportLine, PeriodReportLine.report_id == report.id)
        .where(Department.id == report.department_id)
        .order_by(PeriodReportLine.position)
    )
    rows = db.session.execute(statement).all()
    latest = rows[0][1] if rows else None
    return [line for line, _latest in rows if line is not None], latest is not None and latest > report.starts_on


def report_or_404(department_id: int, code: str) -> PeriodReport:
    """Return the report of a department and period. `Missing` if there is none."""
    found = report_of(department_id, code)
    if found is None:
        raise Missing(_("There is no such report."))
    return found


def lines_of(report_id: int | None) -> Sequence[PeriodReportLine]:
    """Return the lines of a report in their order; none of no report."""
    if report_id is None:
        return []
    statement = select(PeriodReportLine).where(PeriodReportLine.report_id == report_id)
    return db.session.scalars(statement.order_by(PeriodReportLine.position)).all()


def report_before(department_id: int, day: date) -> PeriodReport | None:
    """Return the last report of the department that was handed in for a period before the day."""
    statement = (
        select(PeriodReport)
        .where(
            PeriodReport.department_id == department_id,
            PeriodReport.starts_on < day,
            PeriodReport.state.in_(HANDED_IN),
        )
        .order_by(PeriodReport.starts_on.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def told_before(department_id: int, day: date) -> tuple[PeriodReport | None, Sequence[PeriodReportLine]]:
    """Return the last report handed in for a period before the day with its lines, in one statement."""
    latest = (
        select(PeriodReport.id)
        .where(
            PeriodReport.department_id == department_id,
            PeriodReport.starts_on < day,
            PeriodReport.state.in_(HANDED_IN),
        )
        .order_by(PeriodReport.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(PeriodReport, PeriodReportLine)
        .outerjoin(PeriodReportLine, PeriodReportLine.report_id == PeriodReport.id)
        .where(PeriodReport.id == latest)
        .order_by(PeriodReportLine.position)
    )
    rows = db.session.execute(statement).all()
    return (rows[0][0] if rows else None), [line for _report, line in rows if line is not None]


def handed_in_codes(department_id: int) -> frozenset[str]:
    """Return the periods the department has handed in."""
    statement = select(PeriodReport.code).where(
        PeriodReport.department_id == department_id, PeriodReport.state.in_(HANDED_IN)
    )
    return frozenset(db.session.scalars(statement))


def is_closed_since(department_id: int, starts_on: date) -> bool:
    """Whether the department has handed in a period later than the one that begins on the day."""
    later = exists().where(
        PeriodReport.department_id == department_id,
        PeriodReport.starts_on > starts_on,
        PeriodReport.state.in_(HANDED_IN),
    )
    return bool(db.session.scalar(select(later)))


def steps_of(report_id: int) -> Sequence[StepRow]:
    """Return the history of a report, the latest first."""
    statement = (
        select(PeriodReportStep.kind, PeriodReportStep.note, Person.name, PeriodReportStep.taken_at)
        .join(Person, Person.id == PeriodReportStep.taken_by_id)
        .where(PeriodReportStep.report_id == report_id)
        .order_by(PeriodReportStep.id.desc())
    )
    return [
        StepRow(kind=kind, note=note, who=who, when=when) for kind, note, who, when in db.session.execute(statement)
    ]


def return_reason(report: PeriodReport) -> str | None:
    """Return why the report came back, None unless it waits to be handed in again."""
    if report.state is not PeriodReportState.RETURNED:
        return None
    return next(step.note for step in steps_of(report.id) if step.kind is PeriodReportStepKind.RETURNED)


def work_of(report: PeriodReport) -> ReportWork:
    """Return who wrote the report, and whether that is everybody who heads the department: two statements."""
    wrote = select(PeriodReportStep.taken_by_id).where(
        PeriodReportStep.report_id == report.id, PeriodReportStep.kind.in_(WRITING)
    )
    writers = frozenset(db.session.scalars(wrote))
    heads = frozenset(db.session.scalars(heads_today(report.department_id)))
    return ReportWork(report.department_id, writers, heads <= writers)


def heads_today(department_id: ColumnElement[int] | InstrumentedAttribute[int] | int) -> AnySelect:
    """Make the select of everybody who heads a department today."""
    return heads_on(clock.today(), department_id)
