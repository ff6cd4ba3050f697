"""목록 내보내기: what the lists of regular reports are taken out as, and which period the address asks for."""

from collections.abc import Iterator, Sequence

from flask import request
from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.list_exports import ListColumn, ListExport, Value
from app.core.messages import _
from app.core.sheets import Kind
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import department_names
from app.reports.enums import Permission
from app.reports.policy import POLICY
from app.reports.queries.periods.calendar import known_periods
from app.reports.queries.periods.overview import Standing, standings_of_department, standings_of_period
from app.reports.rules.periods import Period

PAGE = "reports.list_period_reports"
WIDE = 24


def wanted_period(periods: Sequence[Period]) -> Period | None:
    """Return the period of the address, or the latest one that is over, or the present one."""
    named = [period for period in periods if period.code == request.args.get("period")]
    over = [period for period in periods if period.has_ended(clock.today())]
    return next(iter([*named, *over[-1:], *periods[-1:]]), None)


def own_department(who: Actor) -> int | None:
    """Return the department whose reports somebody reads first: one they write for, head or belong to; no bureau."""
    units = (*who.coordinated_department_ids, *who.headed_department_ids, who.department_id)
    known = [unit for unit in units if unit is not None]
    writing = select(Department.id).where(Department.id.in_(known), Department.kind != DepartmentKind.BUREAU)
    found = set(db.session.scalars(writing))
    return next((unit for unit in known if unit in found), None)


def _of_period(actor: Actor) -> Iterator[Sequence[Value]]:
    access.require(POLICY, Permission.PERIODS_READ_ALL, actor)
    chosen = wanted_period(known_periods())
    yield from map(_row, standings_of_period(chosen) if chosen else ())


def _of_own(actor: Actor) -> Iterator[Sequence[Value]]:
    unit = own_department(actor)
    if unit is not None:
        yield from map(_row, standings_of_department(unit, department_names()[unit], known_periods()))


def _row(row: Standing) -> Sequence[Value]:
    period = row.period
    state = row.state or _("Not written")
    late = _("Late") if row.is_missing else None
    days = row.days_late or None
    return (
        row.department,
        period.code,
        period.starts_on,
        period.ends_on,
        period.due_on,
        state,
        late,
        row.submitted_on,
        days,
    )


_COLUMNS = (
    ListColumn(_("Department"), width=WIDE),
    ListColumn(_("Period")),
    ListColumn(_("First day of the period"), Kind.DATE),
    ListColumn(_("Last day of the period"), Kind.DATE),
    ListColumn(_("Due on"), Kind.DATE),
    ListColumn(_("State")),
    ListColumn(_("Late")),
    ListColumn(_("Handed in on"), Kind.DATE),
    ListColumn(_("Days late"), Kind.NUMBER),
)
LISTS = (
    ListExport(
        name="period-reports",
        title=_("Regular reports of the departments"),
        endpoint=PAGE,
        rows=_of_period,
        columns=_COLUMNS,
    ),
    ListExport(
        name="own-period-reports",
        title=_("Regular reports of the own department"),
        endpoint=PAGE,
        rows=_of_own,
        columns=_COLUMNS,
    ),
)
