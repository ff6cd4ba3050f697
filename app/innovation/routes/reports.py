"""추진실적보고: the form, a report's page with its evidence, and what is overdue."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor, allows
from app.core.messages import Message, _
from app.core.values import Value
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.innovation.enums import ReportState, Stage, TaskState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.reports import EvidenceForm, ReportForm, report_defaults
from app.innovation.models import ReportPeriod, Task
from app.innovation.policy import POLICY
from app.innovation.queries import reports as queries
from app.innovation.queries.meetings import meetings_of
from app.innovation.queries.plans import approved_plan, team_work
from app.innovation.queries.reports import EVIDENCE, ReportRecord, ValueRow
from app.innovation.routes import bp
from app.innovation.routes.documents import take
from app.innovation.routes.filters import member, record_id
from app.innovation.routes.tabs import TAB_CONTEXTS
from app.innovation.routes.units import units_to_choose
from app.innovation.rules.reports import EDITABLE, check_editing
from app.innovation.services import reports


@bp.get("/overdue-reports")
def list_overdue_reports() -> ResponseReturnValue:
    """Show what the office has not handed in, the longest overdue first."""
    wanted = wanted_overdue_reports()
    rows = queries.overdue_reports(clock.today(), wanted)
    return render_template(
        "innovation/reports/overdue.html", rows=rows, wanted=wanted, values=Value, **units_to_choose()
    )


def wanted_overdue_reports() -> queries.OverdueFilter:
    """Return the filters in the address."""
    return queries.OverdueFilter(
        department_id=record_id("department"),
        bureau_id=record_id("bureau"),
        group_id=record_id("group"),
        value=member(Value, "value"),
    )


@bp.get("/report-periods/<int:period_id>/progress-reports/new")
def new_report(period_id: int) -> ResponseReturnValue:
    """Show the form of a period."""
    period, task = _period_to_report(period_id)
    form = ReportForm()
    form.values.show(_empty_values(task))
    return _form_page(task, period, form)


@bp.post("/report-periods/<int:period_id>/progress-reports")
def create_report(period_id: int) -> ResponseReturnValue:
    """Save the report of a period as a draft."""
    (period, task), form = _period_to_report(period_id), ReportForm()
    form.values.show(_empty_values(task))
    if form.validate_on_submit():
        with showing_refusal(form):
            report = reports.write_report(actor=actor(), task=task, period=period, draft=form.draft())
            return _done(report.id, _("The draft was saved. Add the evidence and submit it."))
    return _form_page(task, period, form), 422


@bp.get("/progress-reports/<int:report_id>")
def show_report(report_id: int) -> ResponseReturnValue:
    """Show a report with its evidence and history."""
    return _page(queries.report_or_404(report_id, actor()))


@bp.get("/progress-reports/<int:report_id>/edit")
def edit_report(report_id: int) -> ResponseReturnValue:
    """Show the form of a draft or returned report."""
    record = _report_to_write(report_id)
    check_editing(record.report.state)
    form = ReportForm(data=report_defaults(record.report))
    form.values.show(queries.values_of(record.report))
    return _form_page(record.task, record.period, form, record)


@bp.post("/progress-reports/<int:report_id>")
def update_report(report_id: int) -> ResponseReturnValue:
    """Save the draft."""
    record, form = _report_to_write(report_id), ReportForm()
    form.values.show(queries.values_of(record.report))
    if form.validate_on_submit():
        with showing_refusal(form):
            reports.rewrite_report(actor=actor(), task=record.task, report=record.report, draft=form.draft())
            return _done(report_id, _("The draft was saved. Add the evidence and submit it."))
    return _form_page(record.task, record.period, form, record), 422


@bp.post("/progress-reports/<int:report_id>/evidence-files")
def create_report_evidence(report_id: int) -> ResponseReturnValue:
    """Attach files to a report that is not handed in."""
    record, form = _report_to_write(report_id), EvidenceForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            reports.add_files(actor=actor(), task=record.task, report=record.report, uploads=form.files.data)
            return _done(report_id, _("The evidence was attached."))
    return _page(record, evidence=form), 422


@bp.post("/progress-reports/<int:report_id>/evidence-files/<int:evidence_id>/withdrawals")
def create_report_evidence_withdrawal(report_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take an own file back."""
    record = _report_to_write(report_id)
    reports.withdraw_evidence(actor=actor(), task=record.task, report=record.report, evidence_id=evidence_id)
    return _done(report_id, _("The file was withdrawn."))


@bp.post("/progress-reports/<int:report_id>/submissions")
def create_report_submission(report_id: int) -> ResponseReturnValue:
    """Hand the report in."""
    record = _report_to_write(report_id)
    return _take(record, reports.submit_report, _("The report was submitted. The department head approves it next."))


@bp.post("/progress-reports/<int:report_id>/approvals")
def create_report_approval(report_id: int) -> ResponseReturnValue:
    """Approve as head."""
    record = queries.report_or_404(report_id, actor())
    return _take(record, reports.approve_report, _("The report is approved."))


@bp.post("/progress-reports/<int:report_id>/returns")
def create_report_return(report_id: int) -> ResponseReturnValue:
    """Send the report back."""
    record, form = queries.report_or_404(report_id, actor()), ReasonForm()
    access.require(POLICY, Permission.REPORT_APPROVE, actor(), team_work(record.task))
    if form.validate_on_submit():
        with showing_refusal(form):
            reports.return_report(actor=actor(), task=record.task, report=record.report, reason=form.reason.data)
            return _done(report_id, _("The report was returned to its authors."))
    return _page(record, returning=form), 422


def _period_to_report(period_id: int) -> tuple[ReportPeriod, Task]:
    period, task = queries.period_or_404(period_id, actor())
    access.require(POLICY, Permission.REPORT_WRITE, actor(), team_work(task))
    return period, task


def _report_to_write(report_id: int) -> ReportRecord:
    record = queries.report_or_404(report_id, actor())
    access.require(POLICY, Permission.REPORT_WRITE, actor(), team_work(record.task))
    return record


def _empty_values(task: Task) -> list[ValueRow]:
    plan = approved_plan(task.id)
    return list(queries.empty_values(plan.id)) if plan else []


def _take(record: ReportRecord, verb: Any, sentence: Message) -> ResponseReturnValue:  # noqa: ANN401  a service
    return take(
        lambda: verb(actor=actor(), task=record.task, report=record.report),
        done=lambda: _done(record.report.id, sentence),
        page=lambda form: _page(record, refused=form),
    )


def _done(report_id: int, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_report", report_id=report_id))


def _form_page(task: Task, period: ReportPeriod, form: ReportForm, record: ReportRecord | None = None) -> str:
    return render_template(
        "innovation/reports/form.html",
        task=task,
        period=period,
        form=form,
        report=record.report if record else None,
        before=queries.last_report_before(period),
    )


def _page(record: ReportRecord, **sent: Any) -> str:
    report, who = record.report, actor()
    active = record.task.state is TaskState.ACTIVE
    work = team_work(record.task)
    writes = active and allows(POLICY, Permission.REPORT_WRITE, who, work)
    heads = active and allows(POLICY, Permission.REPORT_APPROVE, who, work)
    waiting = report.state is ReportState.SUBMITTED
    return render_template(
        "innovation/reports/show.html",
        record=record,
        report=report,
        task=record.task,
        values=queries.values_of(report),
        evidence=evidence_of(EVIDENCE, [report.id])[report.id],
        steps=queries.steps_of(report.id),
        sent=sent,
        evidence_form=sent.get("evidence") or EvidenceForm(formdata=None),
        may_edit=writes and report.state in EDITABLE,
        may_approve=heads and waiting and who.id not in {report.author_id, *queries.writer_ids(report.id)},
        may_return=heads and waiting,
        tower_stands_in=active and waiting and work.heads_are_members,
        reader_id=who.id,
    )


def _tab(task: Task, who: Actor) -> dict[str, Any]:
    """Return calendar and meetings for the tab of stage 5."""
    active = task.state is TaskState.ACTIVE
    calendar, work = queries.calendar_of(task, who)
    return {
        "calendar": calendar,
        "meetings": meetings_of(task),
        "may_write_report": active and allows(POLICY, Permission.REPORT_WRITE, who, work),
        "may_record_meeting": active and allows(POLICY, Permission.MEETING_RECORD, who, task),
    }


TAB_CONTEXTS[Stage.MANAGEMENT] = _tab
