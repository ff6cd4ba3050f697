"""보고 한 건: the report of a department and period, its lines, its history and the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person, RoleAssignment
from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.models import Department
from app.reports.enums import PeriodReportStepKind, Permission
from app.reports.models import PeriodReport, PeriodReportLine, PeriodReportSnapshot, PeriodReportStep
from app.reports.policy import POLICY, ReportWork
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
    """A department and a period with the report, None before anybody wrote one."""

    department: Department
    period: Period
    report: PeriodReport | None
    author: str | None
    submitter: str | None
    approver: str | None
    snapshot: PeriodReportSnapshot | None


def department_or_404(department_id: int, actor: Actor) -> Department:
    """Return a department whose reports the actor may read. `Missing` otherwise: others need not know."""
    found = db.session.get(Department, department_id)
    if found is None or not access.allows(POLICY, Permission.PERIOD_READ, actor, department_id):
        raise Missing(_("There is no such report."))
    return found


def period_record(department: Department, period: Period) -> PeriodRecord:
    """Return the report of a department and period with its names and its frozen copy, in one statement."""
    author, submitter, approver = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(PeriodReport, author.name, submitter.name, approver.name, PeriodReportSnapshot)
        .join(author, author.id == PeriodReport.author_id)
        .outerjoin(submitter, submitter.id == PeriodReport.submitted_by_id)
        .outerjoin(approver, approver.id == PeriodReport.approved_by_id)
        .outerjoin(PeriodReportSnapshot, PeriodReportSnapshot.report_id == PeriodReport.id)
        .where(PeriodReport.department_id == department.id, PeriodReport.code == period.code)
    )
    row = db.session.execute(statement).first()
    report, by, handed_in, approved, snapshot = row or (None,) * 5
    return PeriodRecord(
        department=department,
        period=period,
        report=report,
        author=by,
        submitter=handed_in,
        approver=approved,
        snapshot=snapshot,
    )


def report_of(department_id: int, code: str) -> PeriodReport | None:
    """Return the report of a department and period, if there is one."""
    statement = select(PeriodReport).where(PeriodReport.department_id == department_id, PeriodReport.code == code)
    return db.session.scalar(statement)


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


def handed_in_codes(department_id: int) -> frozenset[str]:
    """Return the periods the department has handed in."""
    statement = select(PeriodReport.code).where(
        PeriodReport.department_id == department_id, PeriodReport.state.in_(HANDED_IN)
    )
    return frozenset(db.session.scalars(statement))


def is_closed(department_id: int, period: Period) -> bool:
    """Whether the department has handed in a later period."""
    later = exists().where(
        PeriodReport.department_id == department_id,
        PeriodReport.starts_on > period.starts_on,
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
    today = clock.today()
    return select(RoleAssignment.person_id).where(
        RoleAssignment.role == Role.HEAD,
        RoleAssignment.department_id == department_id,
        RoleAssignment.starts_on <= today,
        or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= today),
    )
