"""정기보고 읽기: the page of a report, the head's decision, and the comparison with the one before."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.errors import Missing, Refused
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.reports.enums import LineKind, PeriodReportState, Permission
from app.reports.forms.period_reports import ReturnForm
from app.reports.models import PeriodReport
from app.reports.policy import POLICY
from app.reports.queries.periods import records
from app.reports.queries.periods.lines import shown_lines
from app.reports.queries.periods.snapshots import snapshot_before
from app.reports.routes import bp
from app.reports.routes.periods.writing import PATH, SUBMITTED
from app.reports.rules.periods import EDITABLE
from app.reports.rules.snapshots import compare
from app.reports.services import period_reports as services
from app.reports.services.period_snapshots import snapshot_content


@bp.get(PATH)
def show_period_report(code: str, department_id: int) -> ResponseReturnValue:
    """Show a report beside the one before it, with its history and its hash."""
    return _page(code, department_id)


@bp.post(f"{PATH}/submissions")
def create_period_report_submission(code: str, department_id: int) -> ResponseReturnValue:
    """Put a saved report before the head."""
    report = _report(code, department_id)
    access.require(POLICY, Permission.PERIOD_WRITE, actor(), department_id)
    try:
        services.submit_report(actor=actor(), report=report)
    except Refused as refusal:
        return _page(code, department_id, problem=refusal.reason), 422
    return _done(report, SUBMITTED)


@bp.post(f"{PATH}/approvals")
def create_period_report_approval(code: str, department_id: int) -> ResponseReturnValue:
    """Approve the report; it is frozen with its hash."""
    report = _report(code, department_id)
    try:
        services.approve_report(actor=actor(), report=report)
    except Refused as refusal:
        return _page(code, department_id, problem=refusal.reason), 422
    return _done(report, _("The report is approved and frozen."))


@bp.post(f"{PATH}/returns")
def create_period_report_return(code: str, department_id: int) -> ResponseReturnValue:
    """Send the report back to be supplemented."""
    report, form = _report(code, department_id), ReturnForm()
    access.require(POLICY, Permission.PERIOD_DECIDE, actor(), records.work_of(report))
    if form.validate_on_submit():
        with showing_refusal(form):
            services.return_report(actor=actor(), report=report, reason=form.reason.data)
            return _done(report, _("The report was returned to its authors."))
    return _page(code, department_id, returning=form), 422


@bp.get(f"{PATH}/comparison")
def compare_period_reports(code: str, department_id: int) -> ResponseReturnValue:
    """Show what an approved report says otherwise than the approved one before it."""
    record = records.record_or_404(department_id, code, actor())
    earlier = snapshot_before(department_id, record.period.starts_on)
    if record.snapshot is None or earlier is None:
        raise Missing(_("There are no two approved reports to compare."))
    old, new = snapshot_content(earlier), snapshot_content(record.snapshot)
    return render_template(
        "reports/periods/comparison.html", record=record, old=old, new=new, earlier=earlier, changes=compare(old, new)
    )


def _report(code: str, department_id: int) -> PeriodReport:
    records.department_or_404(department_id, actor())
    return records.report_or_404(department_id, code)


def _done(report: PeriodReport, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("reports.show_period_report", code=report.code, department_id=report.department_id))


def _page(code: str, department_id: int, **sent: Any) -> str:
    who = actor()
    record = records.record_or_404(department_id, code, who)
    report, period = record.report, record.period
    previous, before = records.told_before(department_id, period.starts_on)
    writes = access.allows(POLICY, Permission.PERIOD_WRITE, who, department_id)
    waits = report is not None and report.state is PeriodReportState.SUBMITTED
    work = records.work_of(report) if report is not None and waits else None
    if record.snapshot is not None:
        snapshot_content(record.snapshot)  # a copy that no longer has its hash is not shown as approved
    return render_template(
        "reports/periods/show.html",
        record=record,
        report=report,
        previous=previous,
        lines=shown_lines(records.lines_of(report.id if report else None), before, who),
        steps=records.steps_of(report.id) if report else [],
        may_edit=writes
        and period.has_begun(clock.today())
        and (report is None or report.state in EDITABLE)
        and not record.is_closed,
        work=work,
        may_decide=work is not None and access.allows(POLICY, Permission.PERIOD_DECIDE, who, work),
        comparable=record.snapshot is not None
        and previous is not None
        and previous.state is PeriodReportState.APPROVED,
        kinds=tuple(LineKind),
        days_left_count=(period.due_on - clock.today()).days,
        sent=sent,
    )
