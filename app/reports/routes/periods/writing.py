"""이번 기간 내 보고 쓰기: everything on one page, kept while it is typed, handed in with one button."""

from collections.abc import Sequence
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
from app.reports.models import PeriodReport, PeriodReportLine
from app.reports.policy import POLICY
from app.reports.queries.periods.calendar import period_or_404
from app.reports.queries.periods.lines import by_thing
from app.reports.queries.periods.records import (
    PeriodRecord,
    department_or_404,
    is_closed,
    lines_of,
    period_record,
    report_before,
)
from app.reports.queries.periods.subjects import subjects_of
from app.reports.routes import bp
from app.reports.rules.facts import facts_in_words, forecast_of
from app.reports.rules.periods import HANDED_IN, check_writing
from app.reports.services.period_reports import content_of, save_report, submit_report

PATH = "/reports/periods/<code>/departments/<int:department_id>"


class Desk:
    """What lies on the table of whoever writes: the record, the last report and the things to speak about."""

    def __init__(self, code: str, department_id: int) -> None:
        department = department_or_404(department_id, actor())
        access.require(POLICY, Permission.PERIOD_WRITE, actor(), department_id)
        self.record: PeriodRecord = period_record(department, period_or_404(code))
        self.previous: PeriodReport | None = report_before(department_id, self.record.period.starts_on)
        self.before: Sequence[PeriodReportLine] = lines_of(self.previous.id if self.previous else None)
        self.subjects = subjects_of(department_id, self.record.period, self.before)
        said = {key: line.is_unchanged for key, line in by_thing(self.before).items()}
        self.kind = period_form(self.subjects, said)

    @property
    def draft(self) -> str:
        """Name of the draft, e.g. "period-report-12202611": one for each department and period."""
        return f"period-report-{self.record.department.id}{self.record.period.key}"

    @property
    def version(self) -> int:
        """Version of the report, 0 before there is one."""
        return self.record.report.version if self.record.report else 0

    def check(self) -> None:
        """Refuse a period that has not begun or is closed. A report that is handed in is shown, not edited."""
        is_late = is_closed(self.record.department.id, self.record.period)
        check_writing(self.record.period, None, clock.today(), is_closed=is_late)


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
    return _page(desk, filled(desk.kind, said, desk.version))


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
    )
    sentence = _("The draft was saved.")
    if request.form.get("intent") == "submit":
        submit_report(actor=actor(), report=report)
        sentence = _("The report was submitted. The department head approves it next.")
    discard_draft(actor=actor(), form=desk.draft)
    flash(str(sentence), "success")
    return redirect(url_for("reports.show_period_report", code=code, department_id=department_id))


def _conflict_page(desk: Desk, form: PeriodReportForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now; saving again then replaces it knowingly."""
    report = desk.record.report
    typed = {line.key: line for line in form.contents()}
    present = [
        line
        for key, line in by_thing(lines_of(report.id if report else None)).items()
        if key not in typed or content_of(line) != typed[key]
    ]
    form.seen_version.data = str(desk.version)
    form.seen_version.raw_data = None
    return _page(desk, form, conflict=reason, present=present)


def _page(desk: Desk, form: PeriodReportForm, **more: Any) -> str:
    offer_obstacles(form)
    earlier = by_thing(desk.before)
    return render_template(
        "reports/periods/form.html",
        record=desk.record,
        form=form,
        kinds=tuple(LineKind),
        draft=desk.draft,
        previous=desk.previous,
        rows=[
            {
                "subject": subject,
                "words": facts_in_words(subject.kind, subject.facts),
                "before": earlier.get(subject.key),
                "forecast": forecast_of(subject.facts, subject.suggestion.value)
                if subject.kind is LineKind.INDICATOR
                else None,
            }
            for subject in desk.subjects
        ],
        **more,
    )
