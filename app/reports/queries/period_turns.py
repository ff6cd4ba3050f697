"""내 차례: the regular report. The coordinator is asked once a period is over, the head only when it is late."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Date, exists, literal, not_, or_
from sqlalchemy.orm import aliased

from app.accounts.models import RoleAssignment
from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.enums import PeriodReportState
from app.reports.models import PeriodReport, PeriodReportStep
from app.reports.queries.periods.calendar import known_periods
from app.reports.queries.periods.records import WRITING, heads_today
from app.reports.rules.periods import HANDED_IN, Period, open_periods

BACK = 3
"""Periods somebody is reminded of at most; the control tower's list knows the older ones."""


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the reports to write, and those to approve."""
    if actor.has(Role.AUDITOR):
        return []
    return [*_to_write(actor), *_to_approve(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the own reports that are with the head, or with the control tower where the head has written."""
    if not actor.coordinated_department_ids and not actor.headed_department_ids:
        return []
    mine = (PeriodReport.submitted_by_id == actor.id, PeriodReport.state == PeriodReportState.SUBMITTED)
    return [
        _asked(_("The head approves the department's report"), *mine, not_(_heads_have_written())),
        _asked(_("The control tower approves the report the head has written"), *mine, _heads_have_written()),
    ]


def _to_write(actor: Actor) -> Sequence[Asked]:
    coordinated, headed = actor.coordinated_department_ids, actor.headed_department_ids
    if not coordinated and not headed:
        return []
    today = clock.today()
    found = []
    for period in open_periods(known_periods(), today, BACK):
        units = {*coordinated, *headed} if period.is_overdue(today) else set(coordinated)
        if units:
            found.append(missing(period, units))
    return found


def missing(period: Period, department_ids: Collection[int]) -> Asked:
    """Ask for the report of a period, unless it or a later one was handed in. A bureau writes none."""
    told = exists().where(
        PeriodReport.department_id == Department.id,
        PeriodReport.starts_on >= period.starts_on,
        PeriodReport.state.in_(HANDED_IN),
    )
    existed = or_(Department.valid_until.is_(None), Department.valid_until >= period.ends_on)
    lines = lines_of(
        Department.id,
        literal(period.code).label("title"),
        due_on=literal(period.due_on, type_=Date()),
        second=literal(period.code),
    ).where(
        Department.id.in_(department_ids),
        Department.kind != DepartmentKind.BUREAU,
        Department.valid_from <= period.ends_on,
        existed,
        not_(told),
    )
    return Asked(
        what=_("Report for your department"),
        endpoint="reports.edit_period_report",
        param="department_id",
        second="code",
        lines=lines,
        titled=_named,
    )


def _to_approve(actor: Actor) -> Sequence[Asked]:
    waiting = PeriodReport.state == PeriodReportState.SUBMITTED
    what = _("Approve the department's report")
    found = []
    if actor.headed_department_ids:
        mine = PeriodReport.department_id.in_(actor.headed_department_ids)
        found.append(_asked(what, waiting, mine, not_(_has_written(actor.id))))
    if actor.has(Role.CONTROL_TOWER):
        others = not_(PeriodReport.department_id.in_(actor.headed_department_ids))
        found.append(_asked(what, waiting, others, _heads_have_written(), not_(_has_written(actor.id))))
    return found


def _has_written(person_id: int) -> ColumnElement[bool]:
    return exists().where(
        PeriodReportStep.report_id == PeriodReport.id,
        PeriodReportStep.taken_by_id == person_id,
        PeriodReportStep.kind.in_(WRITING),
    )


def _heads_have_written() -> ColumnElement[bool]:
    """Nobody heads the department today who has not written on its report."""
    step = aliased(PeriodReportStep)
    wrote = exists().where(
        step.report_id == PeriodReport.id, step.taken_by_id == RoleAssignment.person_id, step.kind.in_(WRITING)
    )
    heads = heads_today(PeriodReport.department_id)
    return not_(heads.where(not_(wrote.correlate_except(step))).exists())


def _asked(what: Message, *conditions: ColumnElement[bool]) -> Asked:
    lines = lines_of(
        PeriodReport.department_id, PeriodReport.code, since=PeriodReport.edited_at, second=PeriodReport.code
    ).where(*conditions)
    return Asked(
        what=what,
        endpoint="reports.show_period_report",
        param="department_id",
        second="code",
        lines=lines,
        titled=_named,
    )


def _named(code: str) -> Message:
    return _("Regular report %(period)s", period=code)
