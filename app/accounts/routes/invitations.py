"""초대: the first code, shown once."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.people import AccountClosureForm
from app.accounts.queries.people import account_of, person_or_404
from app.accounts.routes import bp
from app.accounts.services.passwords import invite, release_first_code
from app.core.messages import _
from app.core.web import actor, require_recent_password, showing_refusal


@bp.get("/admin/people/<int:person_id>/invitations")
def show_invitation(person_id: int) -> ResponseReturnValue:
    """Say how the invitation stands; the code itself cannot be shown again."""
    person = person_or_404(person_id)
    return _page(person_id, person.name, None)


@bp.post("/admin/people/<int:person_id>/invitations")
def create_invitation(person_id: int) -> ResponseReturnValue:
    """Issue a first code and show it, this once, in the answer itself: it is kept nowhere in the clear."""
    require_recent_password(back=url_for("accounts.show_person", person_id=person_id))
    person, form = person_or_404(person_id), AccountClosureForm()
    code = None
    if form.validate_on_submit():
        with showing_refusal(form):
            code = invite(person=person, actor=actor())
    if code is None:
        return _page(person_id, person.name, None, reason=form.form_errors[0] if form.form_errors else None), 422
    return _page(person_id, person.name, code), 201


@bp.post("/admin/people/<int:person_id>/invitation-releases")
def create_invitation_release(person_id: int) -> ResponseReturnValue:
    """Release another administrator's first code for an account that was used before."""
    back = url_for("accounts.show_person", person_id=person_id)
    require_recent_password(back=back)
    release_first_code(person=person_or_404(person_id), actor=actor())
    flash(str(_("The first code is released.")), "success")
    return redirect(back)


def _page(person_id: int, name: str, code: str | None, *, reason: object = None) -> str:
    return render_template(
        "accounts/invitations/show.html",
        person_id=person_id,
        name=name,
        code=code,
        account=account_of(person_id),
        reason=reason,
        title=_("First code for %(name)s", name=name),
    )
