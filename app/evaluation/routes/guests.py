"""외부 평가위원의 위촉과 접속코드: for the control tower."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import offer
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, require_recent_password
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.forms.guests import GuestForm, PanelCodeForm
from app.evaluation.models import EvaluationRound
from app.evaluation.models.guests import LONGEST_DAYS
from app.evaluation.queries.guests import former_guests, guest_or_404, guest_rows
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules.sheets import OPEN_TO_GUESTS
from app.evaluation.services import guests as services


@bp.get("/rounds/<int:round_id>/guests")
def list_guests(round_id: int) -> ResponseReturnValue:
    """List who was invited from outside, and how their codes stand."""
    return _page(round_or_404(round_id), GuestForm(formdata=None))


@bp.post("/rounds/<int:round_id>/guests")
def create_guest(round_id: int) -> ResponseReturnValue:
    """Invite somebody from outside."""
    record, form = round_or_404(round_id), GuestForm()
    _offer(record, form)
    if form.validate_on_submit():
        with keeping_words(form):
            services.invite_guest(actor=actor(), record=record, draft=form.draft())
            return _done(record, _("The person is invited. Give them a code and say what they score."))
    return _page(record, form), code_of(form)


@bp.get("/rounds/<int:round_id>/guests/<int:guest_id>/codes")
def show_panel_code(round_id: int, guest_id: int) -> ResponseReturnValue:
    """Say how a code stands; the code itself cannot be shown again."""
    return _slip(round_or_404(round_id), guest_id, None)


@bp.post("/rounds/<int:round_id>/guests/<int:guest_id>/codes")
def create_panel_code(round_id: int, guest_id: int) -> ResponseReturnValue:
    """Issue a code and show it, this once, in the answer itself: it is kept nowhere in the clear."""
    require_recent_password(back=url_for("evaluation.list_guests", round_id=round_id))
    record, form = round_or_404(round_id), PanelCodeForm()
    guest = guest_or_404(record, guest_id)
    if form.validate_on_submit():
        with keeping_words(form):
            code = services.issue_code(actor=actor(), record=record, guest=guest, valid_days=form.valid_days.data)
            return _slip(record, guest_id, code), 201
    return _page(record, GuestForm(formdata=None), refused=form), code_of(form)


@bp.post("/rounds/<int:round_id>/guests/<int:guest_id>/code-revocations")
def create_panel_code_revocation(round_id: int, guest_id: int) -> ResponseReturnValue:
    """Revoke a code; the session with it ends at once."""
    record = round_or_404(round_id)
    services.revoke_code(actor=actor(), record=record, guest=guest_or_404(record, guest_id))
    return _done(record, _("The code is revoked. What was handed in stays."))


def _offer(record: EvaluationRound, form: GuestForm) -> None:
    known = former_guests(record.id)
    offer(form.person_id, known, blank=True)
    form.name.flags.required = form.institution.flags.required = not known


def _page(record: EvaluationRound, form: GuestForm, refused: PanelCodeForm | None = None) -> str:
    _offer(record, form)
    is_open = record.phase in OPEN_TO_GUESTS
    return render_template(
        "evaluation/guests/list.html",
        record=record,
        form=form,
        refused=refused,
        rows=guest_rows(record),
        is_open=is_open,
        longest=LONGEST_DAYS,
        may_edit=is_open and policy.allows(Permission.ROUND_EDIT, actor()),
    )


def _slip(record: EvaluationRound, guest_id: int, code: str | None) -> str:
    guest_or_404(record, guest_id)
    return render_template(
        "evaluation/guests/slip.html",
        record=record,
        row=next(row for row in guest_rows(record) if row.id == guest_id),
        code=code,
        address=url_for("evaluation.new_panel_sign_in", _external=True),
    )


def _done(record: EvaluationRound, text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".list_guests", round_id=record.id))
