"""지급기준액과 등급표."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.forms import Form
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.reports.enums import Permission
from app.reports.forms import GradeTableForm, amounts_of, bases_form
from app.reports.policy import POLICY
from app.reports.queries.incentives import base_by_rank, grade_tables, ranks_in_use
from app.reports.routes import bp
from app.reports.services import setup


@bp.get("/reports/incentives/setup")
def edit_incentive_setup() -> ResponseReturnValue:
    """Show the base amounts and the tables of grades."""
    return _setup_page(_bases_form(), GradeTableForm())


@bp.post("/reports/incentive-bases")
def update_incentive_bases() -> ResponseReturnValue:
    """Set base amounts."""
    form = _bases_form()
    if form.validate_on_submit():
        with showing_refusal(form):
            changed = setup.set_bases(actor=actor(), amounts=amounts_of(form, ranks_in_use()))
            flash(str(_("%(count)s base amounts changed.", count=changed)), "success")
            return redirect(url_for("reports.edit_incentive_setup"))
    return _setup_page(form, GradeTableForm(formdata=None)), 422


@bp.post("/reports/incentive-grade-tables")
def create_grade_table() -> ResponseReturnValue:
    """Enter a table of grades, or change the one with its code."""
    form = GradeTableForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            setup.save_grade_table(actor=actor(), code=form.code.data, name=form.name.data, table=form.table())
            flash(str(_("The table of grades is saved.")), "success")
            return redirect(url_for("reports.edit_incentive_setup"))
    return _setup_page(_bases_form(typed=False), form), 422


@bp.post("/reports/incentive-standard-tables")
def create_standard_tables() -> ResponseReturnValue:
    """Enter the published standard tables."""
    setup.seed_grade_tables(actor())
    flash(str(_("The standard tables are entered. Check them against this year's rules.")), "success")
    return redirect(url_for("reports.edit_incentive_setup"))


def _bases_form(*, typed: bool = True) -> Form:
    known = base_by_rank()
    return bases_form({rank: known[rank].amount if rank in known else None for rank in ranks_in_use()}, typed=typed)


def _setup_page(bases: Form, table: GradeTableForm) -> str:
    return render_template(
        "reports/incentives/setup.html",
        bases=bases,
        ranks=ranks_in_use(),
        tables=grade_tables(),
        form=table,
        may_write=access.allows(POLICY, Permission.BATCHES_WRITE, actor()),
    )
