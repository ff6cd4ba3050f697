"""이번 기간 내 보고 쓰기: everything on one page, kept while it is typed, handed in with one button."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core import access, clock
from app.core.errors import Conflict
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.drafts.queries import own_draft
from app.drafts.services import discard_draft
from app.reports.enums import LineKind, Permission
from app.reports.forms.period_reports import PeriodReportForm, filled, offer_obstacles, period_form
from app.reports.forms.period_rows import proposals_of, rows_of
from app.reports.models import PeriodReportLine
from app.reports.policy import POLICY
from app.reports.queries.periods.lines import by_thing
from app.reports.queries.periods.records import PeriodRecord, lines_of, record_or_404, return_reason, told_before
from app.reports.queries.periods.subjects import subjects_of
from app.reports.routes import bp
from app.reports.rules.lines import LineContent
from app.reports.rules.period_proposals import settled
from app.reports.rules.periods import HANDED_IN, check_writing
from app.reports.services.period_reports import Told, content_of, save_report, submit_report

PATH = "/reports/periods/<code>/departments/<int:department_id>"
SUBMITTED = _("The regular report was submitted.")


class Desk:
    """What lies on the table of whoever writes: the record, the last report and the things to speak about."""

    def __init__(self, code: str, department_id: int) -> None:
        self.record: PeriodRecord = record_or_404(department_id, code, actor())
        access.require(POLICY, Permission.PERIOD_WRITE, actor(), department_id)
        self.previous, self.before = told_before(department_id, self.record.period.starts_on)
        self.subjects = subjects_of(department_id, self.record.period, self.before)
        self.earlier = by_thing(self.before)
        said = {key: line.is_unchanged for key, line in self.earlier.items()}
        self.kind = period_form(self.subjects, said)
        self.proposals = proposals_of(self.subjects, self.earlier)

    @property
    def told(self) -> Told:
        """What the page has read of the department's work already."""
        return Told(subjects=self.subjects, before=self.before)

    @property
    def draft(self) -> str:
        """Name of the draft, e.g. "period-report-12202611": one for each department and period."""
        return f"period-report-{self.record.department.id}{self.record.period.key}"

    @property
    def version(self) -> int:
        """Version of the report, 0 before there is one."""
        return self.record.report.version if self.record.report else 0

    @property
    def returned(self) -> str | None:
        """Why the report came back, while it has not been handed in again."""
        report = self.record.report
        return return_reason(report) if report else None

    def check(self) -> None:
        """Refuse a period that has not begun or is closed. A report that is handed in is shown, not edited."""
        check_writing(self.record.period, None, clock.today(), is_closed=self.record.is_closed)


@bp.get(f"{PATH}/edit")
def edit_period_report(code: str, department_id: int) -> ResponseReturnValue:
    """Show the form with everything that is known, or with what was typed and not yet saved."""
    desk = Desk(code, department_id)
    if desk.record.report and desk.record.report.state in HANDED_IN:
        return redirect(url_for("reports.show_period_report", code=code, department_id=department_id))
    desk.check()
    kept = own_draft(actor(), desk.draft)
    if kept:
        return _page(desk, desk.kind(formdata=MultiDict(kept.payload)), kept=kept)
    report = desk.record.report
    said = {key: content_of(line) for key, line in by_thing(lines_of(report.id if report else None)).items()}
    return _page(desk, filled(desk.kind, desk.proposals | said, desk.version))


@bp.post(PATH)
def update_period_report(code: str, department_id: int) -> ResponseReturnValue:
    """Save the report, and hand it in if that button was pressed."""
    desk = Desk(code, department_id)
    form = offer_obstacles(desk.kind())
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                return _save(desk, form)
        except Conflict as conflict:
            return _conflict_page(desk, form, conflict.reason), 409
    return _page(desk, form), 422


def _save(desk: Desk, form: PeriodReportForm) -> ResponseReturnValue:
    code, department_id = desk.record.period.code, desk.record.department.id
    report = save_report(
        actor=actor(),
        department_id=department_id,
        period=desk.record.period,
        lines=form.contents(),
        seen_version=form.version_seen(),
        told=desk.told,
    )
    sentence = _("The draft was saved.")
    if request.form.get("intent") == "submit":
        submit_report(actor=actor(), report=report, before=desk.before)
        sentence = SUBMITTED
    discard_draft(actor=actor(), form=desk.draft)
    flash(str(sentence), "success")
    return redirect(url_for("reports.show_period_report", code=code, department_id=department_id))


def _conflict_page(desk: Desk, form: PeriodReportForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now; saving again then replaces it knowingly."""
    report = desk.record.report
    typed = {line.key: line for line in form.contents()}
    counted = {subject.key for subject in desk.subjects if subject.is_counted}
    present = [
        line
        for key, line in by_thing(lines_of(report.id if report else None)).items()
        if key not in typed or _said(line, is_counted=key in counted) != settled(typed[key], desk.earlier.get(key))
    ]
    form.seen_version.data = str(desk.version)
    form.seen_version.raw_data = None
    return _page(desk, form, conflict=reason, present=present)


def _said(line: PeriodReportLine, *, is_counted: bool) -> LineContent:
    """What somebody said in a stored line: words of the last report and counted figures are nobody's."""
    said = content_of(line)
    return replace(said, text="" if line.is_unchanged else said.text, value=None if is_counted else said.value)


def _page(desk: Desk, form: PeriodReportForm, **more: Any) -> str:
    offer_obstacles(form)
    rows = rows_of(form, desk.proposals, desk.earlier)
    return render_template(
        "reports/periods/form.html",
        record=desk.record,
        form=form,
        kinds=tuple(LineKind),
        draft=desk.draft,
        previous=desk.previous,
        rows=rows,
        returned=desk.returned,
        left=[row for row in rows if row.standing.faults],
        **more,
    )
