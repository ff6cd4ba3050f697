"""실적 입력과 승인."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.evaluation import policy, sources
from app.evaluation.enums import Permission
from app.evaluation.forms.measures import drafts, filled_measures, measures_form, read_seen, write_seen
from app.evaluation.models import EvaluationRound, RoundMember
from app.evaluation.queries.correction_marks import marks_of_member
from app.evaluation.queries.measures import MeasureRow, measure_rows, member_or_404, source_values
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import evidence
from app.evaluation.services import measures as services
from app.evaluation.services.exemptions import exempt_measure
from app.evaluation.services.periods import begun

LONGEST_REASON = 2000


@bp.get("/rounds/<int:round_id>/departments/<int:department_id>/measures")
def show_measures(round_id: int, department_id: int) -> ResponseReturnValue:
    """Show what a department has handed in; for those who enter it, as a form."""
    record = round_or_404(round_id)
    member = member_or_404(record, department_id, actor())
    rows = measure_rows(record, member)
    typed = [row for row in rows if row.is_typed]
    return _page(record, member, rows, measures_form(typed, begun(record))(data=filled_measures(typed)))


@bp.post("/rounds/<int:round_id>/departments/<int:department_id>/measures")
def create_measures(round_id: int, department_id: int) -> ResponseReturnValue:
    """Enter actual values of a department."""
    record = round_or_404(round_id)
    member = member_or_404(record, department_id, actor())
    policy.require(Permission.MEASURE_ENTER, actor(), department_id)
    rows = measure_rows(record, member)
    typed = [row for row in rows if row.is_typed]
    periods = begun(record)
    form = measures_form(typed, periods)()
    if form.validate_on_submit():
        with showing_refusal(form):
            entries = drafts(form, typed, periods)
            services.save_measures(actor=actor(), record=record, department_id=department_id, drafts=entries)
            flash(str(_("The actual values are saved.")), "success")
            return redirect(url_for(".show_measures", round_id=round_id, department_id=department_id))
    return _page(record, member, rows, form), 422


@bp.post("/rounds/<int:round_id>/departments/<int:department_id>/approvals")
def create_measure_approval(round_id: int, department_id: int) -> ResponseReturnValue:
    """Approve what others entered for the department."""
    record = round_or_404(round_id)
    member_or_404(record, department_id, actor())
    seen = read_seen(request.form.get("seen", ""))
    count = services.approve_measures(actor=actor(), record=record, department_id=department_id, seen=seen)
    flash(str(_("%(count)s values are approved.", count=count)), "success")
    return redirect(url_for(".show_measures", round_id=round_id, department_id=department_id))


@bp.post("/rounds/<int:round_id>/departments/<int:department_id>/measures/<int:measure_id>/exemptions")
def create_measure_exemption(round_id: int, department_id: int, measure_id: int) -> ResponseReturnValue:
    """Agree that an indicator does not apply to the department."""
    record = round_or_404(round_id)
    member_or_404(record, department_id, actor())
    exempt_measure(
        actor=actor(),
        record=record,
        measure_id=measure_id,
        reason=request.form.get("reason", "").strip()[:LONGEST_REASON],
        seen_version=request.form.get("version", 0, int),
    )
    flash(str(_("The indicator is left out for this department.")), "success")
    return redirect(url_for(".show_measures", round_id=round_id, department_id=department_id))


@bp.post("/rounds/<int:round_id>/departments/<int:department_id>/evidence")
def create_measure_evidence(round_id: int, department_id: int) -> ResponseReturnValue:
    """Hand in a file as evidence of the department's values."""
    record = round_or_404(round_id)
    member = member_or_404(record, department_id, actor())
    upload = request.files.get("file")
    evidence.attach(actor=actor(), record=record, member=member, upload=upload)
    flash(str(_("The file is kept as evidence.")), "success")
    return redirect(url_for(".show_measures", round_id=round_id, department_id=department_id))


def _page(record: EvaluationRound, member: RoundMember, rows: Sequence[MeasureRow], form: Any) -> str:  # noqa: ANN401  a form made at run time
    who, department_id = actor(), member.department_id
    waiting = [row for row in rows if row.is_waiting and row.entered_by_id != who.id]
    is_measuring = phases.may_enter_measures(record.phase)
    may_enter = is_measuring and policy.allows(Permission.MEASURE_ENTER, who, department_id)
    may_approve = is_measuring and policy.allows(Permission.MEASURE_APPROVE, who, department_id)
    return render_template(
        "evaluation/measures/show.html",
        record=record,
        member=member,
        rows=rows,
        form=form,
        source_label=sources.label_of,
        periods=begun(record),
        today=clock.today(),
        figures=source_values(record, rows, department_id),
        files=evidence.files_of(member),
        corrections=marks_of_member(record, member),
        may_enter=may_enter,
        approvable=waiting if may_approve else [],
        seen=write_seen(waiting),
        exempting=[row for row in rows if row.awaits_control_tower] if is_measuring else [],
        may_exempt=policy.allows(Permission.MEASURE_EXEMPT, who) and who.department_id != department_id,
    )
