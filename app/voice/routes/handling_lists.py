"""목록 내보내기: the records, the affairs and the comparison with a year earlier."""

from decimal import Decimal

from app.core.access import Actor
from app.core.figures import rounded
from app.core.list_exports import (
    ListExport,
    Rows,
    columns,
    every_page,
    moment,
    number,
    points,
    wide,
)
from app.core.messages import _
from app.voice.queries.affairs import affairs_page
from app.voice.queries.handling_figures import years_with_records
from app.voice.queries.handling_records import records_page
from app.voice.routes.handling_figures import same_work_rows, wanted_scope
from app.voice.routes.handling_records import wanted_records
from app.voice.rules.handling_figures import DAY_MINUTES, PLACES, Totals


def _days(minutes: int) -> Decimal:
    return rounded(Decimal(minutes) / DAY_MINUTES, PLACES)


def _records(actor: Actor) -> Rows:
    wanted = wanted_records()
    for row in every_page(lambda cursor: records_page(wanted, actor, cursor)):
        yield (
            row.receipt_no,
            row.received_at,
            row.completed_at,
            row.affair,
            row.department,
            row.employee_no,
            row.period_amount,
            row.period_unit,
            _days(row.statutory_minutes),
            _days(row.actual_minutes),
            _("late") if row.is_late else _("in time"),
            row.outcome,
        )


def _affairs(_actor: Actor) -> Rows:
    scope = wanted_scope(years_with_records())
    for row in every_page(lambda cursor: affairs_page(scope.year, scope.department_id, cursor)):
        sums = Totals(n=row.n, statutory=row.statutory_minutes, actual=row.actual_minutes, late=row.late)
        yield row.name, sums.n, sums.mean_days, sums.rate, sums.late, sums.late_share, row.improvements


def _same_work(_actor: Actor) -> Rows:
    for one, before, now, change, is_few in same_work_rows(wanted_scope(years_with_records())):
        days = (rounded(before, PLACES), rounded(now, PLACES))
        yield one.affair, one.n_before, one.n_now, *days, change, _("few cases") if is_few else None


LISTS = (
    ListExport(
        name="handling-records",
        title=_("Single handling records"),
        endpoint="voice.list_handling_records",
        rows=_records,
        personal=True,
        columns=columns(
            wide(_("Receipt number")),
            moment(_("Received")),
            moment(_("Completed")),
            wide(_("Civil affair")),
            wide(_("Department")),
            _("Employee number"),
            number(_("Statutory period")),
            _("Unit"),
            points(_("Days allowed")),
            points(_("Days taken")),
            _("State"),
            _("Outcome"),
        ),
    ),
    ListExport(
        name="civil-affairs",
        title=_("Kinds of civil affairs"),
        endpoint="voice.list_affairs",
        rows=_affairs,
        columns=columns(
            wide(_("Civil affair")),
            number(_("Cases")),
            points(_("Days taken")),
            points(_("Shortening rate (percent)")),
            number(_("Handled late")),
            number(_("Late (percent)")),
            number(_("Tasks that changed it")),
        ),
    ),
    ListExport(
        name="same-work",
        title=_("Same work, a year earlier"),
        endpoint="voice.list_same_work",
        rows=_same_work,
        columns=columns(
            wide(_("Civil affair")),
            number(_("Cases before")),
            number(_("Cases now")),
            points(_("Days before")),
            points(_("Days now")),
            number(_("Change (percent)")),
            _("Note"),
        ),
    ),
)
