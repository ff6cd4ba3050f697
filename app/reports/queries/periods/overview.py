"""제출 현황: which departments have reported a period, and which periods a department has reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from app.core import clock
from app.core.database import db
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.enums import PeriodReportState
from app.reports.models import PeriodReport
from app.reports.rules.periods import HANDED_IN, Period


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where the report of one department and period stands. `state` is None before anybody wrote one."""

    department_id: int
    department: str
    period: Period
    state: PeriodReportState | None
    submitted_on: date | None

    @property
    def is_handed_in(self) -> bool:
        """Whether the head has it or has approved it."""
        return self.state in HANDED_IN

    @property
    def days_late(self) -> int:
        """Days after the due day: until it was handed in, or until today; 0 if it was not late."""
        end = self.submitted_on or clock.today()
        return max((end - self.period.due_on).days, 0)

    @property
    def is_missing(self) -> bool:
        """Whether the due day is over and nothing was handed in."""
        return not self.is_handed_in and self.period.is_overdue(clock.today())

    @property
    def days_left(self) -> int:
        """Days until it is due, negative when it is late."""
        return (self.period.due_on - clock.today()).days


def standings_of_period(period: Period) -> Sequence[Standing]:
    """Return every department of the period's last day, those that still owe it first: one statement."""
    statement = (
        select(Department.id, Department.name, PeriodReport.state, PeriodReport.submitted_on)
        .outerjoin(PeriodReport, _is_of(period))
        .where(
            Department.kind != DepartmentKind.BUREAU,
            Department.valid_from <= period.ends_on,
            or_(Department.valid_until.is_(None), Department.valid_until >= period.ends_on),
        )
        .order_by(Department.position, Department.id)
    )
    found = [
        Standing(department_id=number, department=name, period=period, state=state, submitted_on=submitted_on)
        for number, name, state, submitted_on in db.session.execute(statement)
    ]
    return sorted(found, key=lambda one: one.is_handed_in)


def standings_of_department(department_id: int, name: str, periods: Sequence[Period]) -> Sequence[Standing]:
    """Return every period with where the department's report stands, the latest first: one statement."""
    states = _states_of(department_id)
    found = []
    for period in reversed(periods):
        state, submitted_on = states.get(period.code, (None, None))
        found.append(
            Standing(
                department_id=department_id, department=name, period=period, state=state, submitted_on=submitted_on
            )
        )
    return found


def _states_of(department_id: int) -> Mapping[str, tuple[PeriodReportState, date | None]]:
    statement = select(PeriodReport.code, PeriodReport.state, PeriodReport.submitted_on).where(
        PeriodReport.department_id == department_id
    )
    return {code: (state, submitted_on) for code, state, submitted_on in db.session.execute(statement)}


def _is_of(period: Period) -> ColumnElement[bool]:
    return and_(PeriodReport.department_id == Department.id, PeriodReport.code == period.code)
