"""처리기간 단축 집계: read in, looked at, posted by another."""

import io
from collections.abc import Sequence

from flask import flash, redirect, render_template, send_file, url_for
from flask import request as incoming
from flask.typing import ResponseReturnValue

from app.accounts.sheets import returned
from app.core import access, clock
from app.core.access import offices_of
from app.core.database import transaction
from app.core.errors import Refused
from app.core.forms import offer
from app.core.messages import _
from app.core.sheets import RowError, SheetErrors, write_workbook
from app.core.web import actor, code_of, own_transactions, showing_refusal
from app.mileage.enums import ItemSubject, Permission, RunState
from app.mileage.forms.claims import ReasonForm
from app.mileage.forms.shortening import PostingForm, RunForm
from app.mileage.models import ShorteningRun
from app.mileage.policy import POLICY
from app.mileage.queries import shortening as queries
from app.mileage.queries.shortening import rule_of, run_or_404, saved_rule_or_404, simulation_of
from app.mileage.queries.shortening_carries import overlapping_runs
from app.mileage.routes import bp
from app.mileage.rules.shortening_runs import RunFacts, check_posting
from app.mileage.services import shortening as services
from app.mileage.services.shortening import RunText
from app.mileage.services.shortening_sheets import blank_sheets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_ERRORS = 200
NAME_LENGTH = 200


@bp.get("/mileage/shortening")
def list_shortening_runs() -> ResponseReturnValue:
    """List simulations and postings, and say what is missing before anything can be paid."""
    page = queries.runs_page(incoming.args.get("cursor"))
    following = url_for(".list_shortening_runs", cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/shortening/list.html",
        rows=page.rows,
        next_url=following,
        may_draft=access.allows(POLICY, Permission.SHORTENING_DRAFT, actor()),
        rules=queries.latest_rules(),
        missing=queries.missing_items(clock.today()),
    )


@bp.get("/mileage/shortening/new")
def new_shortening_run() -> ResponseReturnValue:
    """Ask for the workbook, the rule and the time."""
    return _form_page(_run_form())


@bp.post("/mileage/shortening")
@own_transactions
def create_shortening_run() -> ResponseReturnValue:
    """Read a workbook in as a simulation, or say of every wrong row what is wrong with it."""
    form = _run_form()
    if not form.validate_on_submit():
        return _form_page(form), 422
    content = form.file.data.read()
    text = RunText(
        saved_rule=saved_rule_or_404(form.rule_id.data),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        file_name=(form.file.data.filename or "")[-NAME_LENGTH:],
        content=content,
    )
    try:
        with transaction():
            run = services.draft_run(actor=actor(), text=text)
    except SheetErrors as refusal:
        form.file.errors = [refusal.reason]
        token = returned.keep(content, refusal.errors, person_id=actor().id)
        return _form_page(form, refusal.errors, token), 422
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return _form_page(form), 422
    flash(str(_("%(count)s cases are read in. No points have moved yet.", count=run.row_count)), "success")
    return redirect(url_for(".show_shortening_run", run_id=run.id))


@bp.get("/mileage/shortening/<int:run_id>")
def show_shortening_run(run_id: int) -> ResponseReturnValue:
    """Show what a run comes to, and let somebody else post it."""
    return _run_page(run_or_404(run_id), ReasonForm())


@bp.get("/mileage/shortening/cases/<int:run_id>")
def list_shortening_cases(run_id: int) -> ResponseReturnValue:
    """List the cases of a run with their formula: all, or those that whoever asks has handled or heads."""
    run = run_or_404(run_id)
    page = queries.cases_page(run, actor(), incoming.args.get("cursor"))
    following = url_for(".list_shortening_cases", run_id=run_id, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/shortening/cases.html",
        run=run,
        rule=saved_rule_or_404(run.rule_id),
        rows=page.rows,
        next_url=following,
        reads_all=access.allows(POLICY, Permission.SHORTENING_READ, actor()),
        heads=bool(actor().headed_department_ids),
    )


@bp.post("/mileage/shortening/<int:run_id>/postings")
def create_shortening_posting(run_id: int) -> ResponseReturnValue:
    """Post the sums that were seen."""
    run, form = run_or_404(run_id), PostingForm()
    with showing_refusal(form):
        transfers = services.post_run(run=run, actor=actor(), digest=form.digest.data or "")
        flash(str(_("Posted: %(count)s accounts were paid.", count=len(transfers))), "success")
        return redirect(url_for(".show_shortening_run", run_id=run.id))
    return _run_page(run, form), code_of(form)


@bp.post("/mileage/shortening/<int:run_id>/withdrawals")
def create_shortening_withdrawal(run_id: int) -> ResponseReturnValue:
    """Take a simulation back with a reason."""
    run, form = run_or_404(run_id), ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_run(run=run, actor=actor(), reason=form.reason.data)
            flash(str(_("The simulation is withdrawn.")), "success")
            return redirect(url_for(".show_shortening_run", run_id=run.id))
    return _run_page(run, form), code_of(form)


@bp.get("/mileage/shortening/template.xlsx")
def show_shortening_sheet() -> ResponseReturnValue:
    """Send the empty sheet with its explanations."""
    target = io.BytesIO()
    write_workbook(target, blank_sheets(), explain=True)
    target.seek(0)
    return send_file(target, mimetype=XLSX, as_attachment=True, download_name="민원처리기록 양식.xlsx")


@bp.get("/mileage/shortening/errors/<token>.xlsx")
def show_shortening_errors(token: str) -> ResponseReturnValue:
    """Send the workbook back with the column 「오류」, to nobody but who sent it."""
    content = io.BytesIO(returned.find(token, person_id=actor().id).read_bytes())
    response = send_file(content, mimetype=XLSX, as_attachment=True, download_name="민원처리기록 오류.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response


def _run_form() -> RunForm:
    form = RunForm()
    offer(
        form.rule_id,
        [
            (rule.id, f"{rule.name} ({_('%(code)s, version %(version)s', code=rule.code, version=rule.version)})")
            for rule in queries.latest_rules()
        ],
    )
    return form


def _form_page(form: RunForm, errors: Sequence[RowError] = (), token: str | None = None) -> str:
    return render_template(
        "mileage/shortening/form.html",
        form=form,
        errors=errors[:SHOWN_ERRORS],
        left_out=max(0, len(errors) - SHOWN_ERRORS),
        token=token,
    )


def _run_page(run: ShorteningRun, form: ReasonForm | PostingForm) -> str:
    saved, who = saved_rule_or_404(run.rule_id), actor()
    rule = rule_of(saved)
    simulation = simulation_of(run, rule)
    is_draft = run.state is RunState.DRAFT
    missing = queries.missing_items(run.ends_on) if is_draft else ()
    drafts = is_draft and access.allows(POLICY, Permission.SHORTENING_DRAFT, who)
    facts = RunFacts(
        state=run.state,
        drafted_by_id=run.drafted_by_id,
        person_ids=simulation.person_ids,
        department_ids=simulation.department_ids,
    )
    obstacle = None
    if is_draft and access.allows(POLICY, Permission.SHORTENING_POST, who):
        try:
            check_posting(facts, who.id, offices_of(who))
        except Refused as refusal:
            obstacle = refusal.reason
    return render_template(
        "mileage/shortening/show.html",
        run=run,
        saved=saved,
        rule=rule,
        simulation=simulation,
        names=queries.names_of_run(run),
        same_file=queries.runs_with_file(run.sha256, besides=run.id) if is_draft else (),
        overlapping=overlapping_runs(run),
        missing=missing,
        may_withdraw=drafts,
        obstacle=obstacle,
        may_post=drafts and obstacle is None and bool(simulation.counted) and len(missing) < len(ItemSubject),
        form=form,
    )
