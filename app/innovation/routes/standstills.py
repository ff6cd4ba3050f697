"""정체 목록과 정체 기준."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums import Stage, TaskKind
from app.innovation.enums.permissions import Permission
from app.innovation.forms.stage_limits import StageLimitsForm
from app.innovation.policy import POLICY
from app.innovation.queries.stage_limits import limit_changes, stage_limits
from app.innovation.queries.standstills import StandstillFilter, standstills
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url, record_id
from app.innovation.services.stage_limits import set_stage_limits
from app.organization.queries import departments_on


@bp.get("/tasks/standstills")
def list_standstills() -> ResponseReturnValue:
    """Show the tasks that have been in their stage for longer than its limit."""
    wanted = wanted_standstills()
    limits = stage_limits()
    page = standstills(actor(), wanted, limits, request.args.get("cursor"))
    return render_template(
        "innovation/stages/standstills.html",
        page=page,
        wanted=wanted,
        limits=limits,
        vocabularies={"stage": Stage, "kind": TaskKind},
        departments=departments_on(),
        may_set=allows(POLICY, Permission.STAGE_LIMIT_SET, actor()),
        next_url=page_url("innovation.list_standstills", page.next_cursor),
        first_url=first_url("innovation.list_standstills"),
    )


def wanted_standstills() -> StandstillFilter:
    """Return the filters and the order in the address."""
    return StandstillFilter(
        stage=member(Stage, "stage"),
        kind=member(TaskKind, "kind"),
        department_id=record_id("department"),
        latest_first=request.args.get("order") == "latest",
    )


@bp.get("/stage-limits/edit")
def edit_stage_limits() -> ResponseReturnValue:
    """Show the limits as they stand."""
    present = {f"days_{stage.value}": Decimal(days) for stage, days in stage_limits().items()}
    return _page(StageLimitsForm(data=present))


@bp.post("/stage-limits")
def create_stage_limits() -> ResponseReturnValue:
    """Keep other limits."""
    form = StageLimitsForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            set_stage_limits(actor=actor(), limits=form.limits(), reason=form.reason.data)
            flash(str(_("The limits were saved.")), "success")
            return redirect(url_for("innovation.list_standstills"))
    return _page(form), 422


def _page(form: StageLimitsForm) -> str:
    fields = [form[f"days_{stage.value}"] for stage in Stage]
    return render_template("innovation/stages/limits.html", form=form, fields=fields, changes=limit_changes())
