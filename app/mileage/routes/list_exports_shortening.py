"""목록 내보내기: counts of handling times, and the cases of one."""

from functools import partial

from app.core.access import Actor, allows
from app.core.list_exports import ListExport, Rows, columns, day, every_page, number, place_given, points, wide, widest
from app.core.messages import _
from app.mileage.enums import Permission
from app.mileage.policy import POLICY
from app.mileage.queries.shortening import cases_page, run_or_404, runs_page


def _runs(_actor: Actor) -> Rows:
    for row in every_page(runs_page):
        rule = (row.rule_name, row.rule_version)
        yield row.starts_on, row.ends_on, *rule, row.file_name, row.row_count, row.drafted_by, row.state


def _cases(actor: Actor) -> Rows:
    run = run_or_404(place_given("run_id"))
    reads_all = allows(POLICY, Permission.SHORTENING_READ, actor)
    for row in every_page(partial(cases_page, run, actor)):
        who = (row.person, row.employee_no, row.department) if reads_all else (None, None, None)
        affair = (row.affair, _("Compound case") if row.compound else None, row.receipt_no)
        counted = None if row.reason else row.points
        why = row.reason or row.formula
        yield row.row_number, *affair, *who, row.statutory, row.actual, row.outcome, counted, why


LISTS = (
    ListExport(
        name="shortening-runs",
        title=_("Handling times of civil affairs"),
        endpoint="mileage.list_shortening_runs",
        rows=_runs,
        columns=columns(
            day(_("First day")),
            day(_("Last day")),
            wide(_("Rule for handling times")),
            number(_("Version")),
            widest(_("File")),
            number(_("Cases")),
            _("Simulated by"),
            _("State"),
        ),
    ),
    ListExport(
        name="shortening-cases",
        title=_("Cases of a count of handling times"),
        endpoint="mileage.list_shortening_cases",
        rows=_cases,
        place=("run_id",),
        personal=True,
        columns=columns(
            number(_("Row")),
            wide(_("Affair")),
            _("Compound case"),
            wide(_("Receipt no.")),
            _("Handled by"),
            _("Employee number"),
            wide(_("Department")),
            number(_("Statutory period")),
            points(_("Days taken")),
            _("Outcome"),
            points(_("Points")),
            widest(_("How it comes about")),
        ),
    ),
)
