"""외부 평가위원의 화면: the sheets of one round, opened by an access code, and nothing else."""

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.services.sign_in import Credentials, check_throttle, forgive_tries, note_try
from app.core.database import transaction
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import address, own_transactions
from app.drafts.routes import answer_when_kept, keep_typed
from app.drafts.services import discard_draft
from app.evaluation.forms.guests import PanelSignInForm
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.sheets import scored_evidence, sheet_rows
from app.evaluation.routes import bp, sheet_pages
from app.evaluation.routes.guest_desk import GUEST_COOKIE, guest
from app.evaluation.routes.sheet_pages import Desk
from app.evaluation.services import panel_entry
from app.files.routes import hand_out

ENDPOINTS = {
    "list": "evaluation.list_panel_sheets",
    "show": "evaluation.show_panel_sheet",
    "save": "evaluation.create_panel_sheet",
    "abstain": "evaluation.create_panel_abstention",
    "declare": "evaluation.create_panel_conflict",
    "reopen": "evaluation.create_panel_reopening",
}


@bp.get("/panel/sign-in")
def new_panel_sign_in() -> ResponseReturnValue:
    """Ask for the invitation number and the code."""
    return _sign_in_page(PanelSignInForm(formdata=None))


@bp.post("/panel/sign-ins")
@own_transactions
def create_panel_sign_in() -> ResponseReturnValue:
    """Sign in with an access code: throttled like a password, and as slow for what is wrong or over."""
    form = PanelSignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    credentials = Credentials(f"{panel_entry.ACCOUNT}{form.number.data}", form.code.data, address())
    with transaction():
        check_throttle(credentials)
        note_try(credentials)
    code_id = panel_entry.prove_code(form.number.data, form.code.data)
    if code_id is None:
        form.code.errors = [_("Number or code is wrong, or the code has ended. The office gives a new one.")]
        return _sign_in_page(form), 422
    with transaction():
        forgive_tries(credentials)
        token = panel_entry.start_panel_session(code_id, address=address())
    session.clear()
    response = make_response(redirect(url_for("evaluation.list_panel_sheets")))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(GUEST_COOKIE, token, httponly=True, samesite="Lax", secure=secure)
    return response


@bp.post("/panel/sign-outs")
def create_panel_sign_out() -> ResponseReturnValue:
    """End this session; the code stays good until it ends."""
    panel_entry.end_panel_session(guest())
    session.clear()
    flash(str(_("You are signed out.")), "success")
    response = redirect(url_for("evaluation.new_panel_sign_in"))
    response.delete_cookie(GUEST_COOKIE)
    return response


@bp.get("/panel/sheets")
def list_panel_sheets() -> ResponseReturnValue:
    """List what somebody from outside was asked to score, with what is done."""
    return sheet_pages.list_page(_desk())


@bp.get("/panel/sheets/<int:indicator_id>/<int:department_id>")
def show_panel_sheet(indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Show a sheet: evidence left, criteria right, progress below."""
    desk = _desk()
    return sheet_pages.show(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/panel/sheets/<int:indicator_id>/<int:department_id>")
def create_panel_sheet(indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Keep a sheet, or hand it in, and go on to the next one."""
    desk = _desk()
    return sheet_pages.save(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/panel/sheets/<int:indicator_id>/<int:department_id>/abstentions")
def create_panel_abstention(indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Abstain from scoring a department, with a reason."""
    desk = _desk()
    return sheet_pages.abstain(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/panel/sheets/<int:indicator_id>/<int:department_id>/conflicts")
def create_panel_conflict(indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Declare a conflict with a department, with a reason."""
    desk = _desk()
    return sheet_pages.declare(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/panel/sheets/<int:indicator_id>/<int:department_id>/reopenings")
def create_panel_reopening(indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Open an own sheet again because its evidence changed."""
    desk = _desk()
    return sheet_pages.reopen(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.get("/panel/evidence/<int:evidence_id>")
def show_panel_evidence(evidence_id: int) -> ResponseReturnValue:
    """Hand out a file of a department that is scored, and no other file of the office."""
    if not scored_evidence(round_or_404(guest().round_id), guest().actor.id, evidence_id):
        raise Missing(_("There is no such file."))
    return hand_out(evidence_id, guest().actor)


@bp.get("/panel/drafts/<form>")
def show_panel_draft(form: str) -> ResponseReturnValue:
    """Say when the draft of a sheet was kept, and give a fresh token."""
    return answer_when_kept(guest().actor, _own_form(form))


@bp.post("/panel/drafts/<form>")
def create_panel_draft(form: str) -> ResponseReturnValue:
    """Keep what is typed into a sheet."""
    return keep_typed(guest().actor, _own_form(form))


@bp.post("/panel/drafts/<form>/discards")
def create_panel_draft_discard(form: str) -> ResponseReturnValue:
    """Forget the draft of a sheet and begin anew."""
    discard_draft(actor=guest().actor, form=_own_form(form))
    _sheet, _round, indicator_id, department_id = form.split("-")
    return redirect(url_for(".show_panel_sheet", indicator_id=int(indicator_id), department_id=int(department_id)))


def _own_form(form: str) -> str:
    """Return the name of a draft. Raises Missing unless it is a sheet the guest was asked for."""
    record, who = round_or_404(guest().round_id), guest().actor
    names = {f"sheet-{record.id}-{row.indicator_id}-{row.department_id}" for row in sheet_rows(record, who.id)}
    if form not in names:
        raise Missing(_("There is no such form."))
    return form


def _desk() -> Desk:
    return Desk(
        actor=guest().actor,
        record=round_or_404(guest().round_id),
        layout="layouts/panel.html",
        endpoints=ENDPOINTS,
        params={},
        is_guest=True,
    )


def _sign_in_page(form: PanelSignInForm) -> str:
    elsewhere = request.args.get("ended") == "elsewhere"
    return render_template("evaluation/guests/sign_in.html", form=form, elsewhere=elsewhere)
