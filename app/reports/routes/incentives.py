"""인센티브 명세: prepared, handed to HR, accepted or returned."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, address, code_of, keeping_words, own_transactions, require_recent_password
from app.evaluation.enums import PayoutMethod
from app.evaluation.rules.payout_lines import FORMULAS
from app.reports.documents.handovers import (
    batch_file,
    grade_counts,
    is_adjustment,
    is_handover,
    team_lines,
    total_rule_text,
    unit_lines,
    units_without_persons,
)
from app.reports.documents.incentives import points_rule_text
from app.reports.enums import BatchState, Permission, UnitRule
from app.reports.forms import HandoverForm, ReturnForm
from app.reports.models import IncentiveBatch
from app.reports.policy import POLICY
from app.reports.queries.incentive_handovers import PLAIN, standings_of
from app.reports.queries.incentives import batch_or_404, list_batches, person_name
from app.reports.queries.publications import round_id_of
from app.reports.routes import bp
from app.reports.services import exports, handovers

UNSEEN = "unseen"
"""No batch has this hash: whoever sends none has seen no preview, and is shown one."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/reports/incentive-exports")
def list_incentives() -> ResponseReturnValue:
    """Show the batches that were made, how they stand, and where to make another."""
    page = list_batches(request.args.get("cursor"))
    following = url_for("reports.list_incentives", cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "reports/incentives/list.html",
        rows=page.rows,
        standings=standings_of([row.id for row in page.rows]),
        plain=PLAIN,
        next_url=following,
        may_prepare=access.allows(POLICY, Permission.BATCHES_PREPARE, actor()),
    )


@bp.get("/reports/incentives/new")
def new_incentive_export() -> ResponseReturnValue:
    """Show what a batch or an adjustment would say, before anything is made."""
    require_recent_password()
    form = HandoverForm(request.args, meta={"csrf": False}) if request.args.get("round_code") else HandoverForm()
    form.offer_choices()
    return _form_page(form)


@bp.post("/reports/incentive-exports")
def create_incentive_export() -> ResponseReturnValue:
    """Freeze a batch and hand it to HR."""
    require_recent_password(back=url_for("reports.new_incentive_export"))
    form = HandoverForm()
    form.offer_choices()
    if form.validate_on_submit():
        with keeping_words(form):
            batch = handovers.create_handover(
                actor=actor(),
                choice=form.choice(),
                reason=form.reason.data,
                address=address(),
                seen_sha256=form.seen_sha256.data or UNSEEN,
            )
            flash(str(_("The batch %(number)s is frozen and handed to HR.", number=batch.number)), "success")
            return redirect(url_for("reports.show_incentive_export", batch_id=batch.id))
    return _form_page(form), code_of(form)


@bp.get("/reports/incentive-exports/<int:batch_id>")
def show_incentive_export(batch_id: int) -> ResponseReturnValue:
    """Show the control totals, the hash and the hand-over of a batch: no names."""
    return _batch_page(batch_or_404(batch_id), None)


@bp.post("/reports/incentive-exports/<int:batch_id>/acceptances")
def create_incentive_acceptance(batch_id: int) -> ResponseReturnValue:
    """Accept a batch as an HR officer who did not make it."""
    require_recent_password(back=url_for("reports.show_incentive_export", batch_id=batch_id))
    batch, form = batch_or_404(batch_id), ReturnForm(formdata=None)
    with keeping_words(form):
        handovers.accept_batch(actor=actor(), batch=batch)
        flash(str(_("Accepted. From now on it changes only by adjustments.")), "success")
        return redirect(url_for("reports.show_incentive_export", batch_id=batch.id))
    return _batch_page(batch, form), code_of(form)


@bp.post("/reports/incentive-exports/<int:batch_id>/returns")
def create_incentive_return(batch_id: int) -> ResponseReturnValue:
    """Return a batch with a reason."""
    batch, form = batch_or_404(batch_id), ReturnForm()
    access.require(POLICY, Permission.BATCHES_DECIDE, actor(), batch.created_by_id)
    if form.validate_on_submit():
        with keeping_words(form):
            handovers.return_batch(actor=actor(), batch=batch, reason=form.reason.data)
            flash(str(_("Returned. Who made it reads the reason.")), "success")
            return redirect(url_for("reports.show_incentive_export", batch_id=batch.id))
    return _batch_page(batch, form), code_of(form)


@bp.get("/reports/incentive-exports/<int:batch_id>.xlsx")
@own_transactions
def download_incentive_export(batch_id: int) -> ResponseReturnValue:
    """Hand the workbook out, and keep that it was."""
    require_recent_password()
    batch = batch_or_404(batch_id)
    file = batch_file(batch, exports.batch_content(batch))
    with transaction():
        exports.record_download(actor=actor(), batch=batch, address=address())
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{batch.number}.xlsx")


def _batch_page(batch: IncentiveBatch, form: ReturnForm | None) -> str:
    content = exports.batch_content(batch)
    standing = standings_of([batch.id]).get(batch.id, PLAIN)
    waits = standing.state is BatchState.WAITING
    handed = is_handover(content)
    return render_template(
        "reports/incentives/show.html",
        batch=batch,
        content=content,
        standing=standing,
        handed=handed,
        adjustment=is_adjustment(content),
        grades=grade_counts(content),
        method=PayoutMethod(content["rule"]["method"]) if handed else None,
        formulas=FORMULAS,
        state_won=Decimal(content["state"]["won"]) if is_adjustment(content) else None,
        units=_units(content),
        teams=list(team_lines(content)),
        results_url=_results_url(round_id_of(batch.round_code)),
        base_on=date.fromisoformat(content["round"]["base_on"]),
        unit_rule=UnitRule(content["rule"]["unit"]).label,
        points_rule=total_rule_text(content["rule"]) if handed else points_rule_text(content["rule"]),
        author=person_name(batch.created_by_id),
        form=form,
        may_write=access.allows(POLICY, Permission.BATCHES_WRITE, actor()),
        may_decide=waits and access.allows(POLICY, Permission.BATCHES_DECIDE, actor(), batch.created_by_id),
        waits_for_another=waits and handed and handovers.waits_for_another(actor(), batch),
        is_own=waits and batch.created_by_id == actor().id,
        may_prepare=access.allows(POLICY, Permission.BATCHES_PREPARE, actor()),
    )


def _units(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the quota gave each unit; each by itself only to HR, who read the names anyway."""
    reads_names = access.allows(POLICY, Permission.BATCHES_WRITE, actor())
    return list(unit_lines(content) if reads_names else units_without_persons(content))


def _results_url(round_id: int | None) -> str | None:
    """Where the score, place and grade of each department are explained."""
    return None if round_id is None else url_for("reports.show_round_report", round_id=round_id, annex=1)


def _form_page(form: HandoverForm) -> str:
    preview, problem = None, None
    if form.round_code.data and all(
        field.validate(form) for field in (form.round_code, form.rule_code, form.department_share)
    ):
        try:
            preview = handovers.preview_handover(form.choice())
        except Refused as refusal:
            problem = refusal.reason
    if preview is not None and (request.method == "GET" or form.came_late):
        form.seen_sha256.data = preview.sha256
    content = {} if preview is None else preview.content
    return render_template(
        "reports/incentives/new.html",
        form=form,
        preview=preview,
        problem=problem,
        grades=grade_counts(content) if content else (),
        units=_units(content) if content else [],
        teams=list(team_lines(content)) if content else [],
        results_url=_results_url(preview.published.round_id) if preview else None,
        formulas=FORMULAS,
    )
