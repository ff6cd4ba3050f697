"""인사이동."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.people import TransferForm
from app.accounts.models import Person
from app.accounts.queries.people import person_or_404, roles_of
from app.accounts.routes import bp
from app.accounts.services.people import transfer_person
from app.core import clock
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, require_recent_password, showing_refusal
from app.organization.queries import departments_on


@bp.get("/admin/people/<int:person_id>/transfers/new")
def new_transfer(person_id: int) -> ResponseReturnValue:
    """Ask where to and from when; say which roles end."""
    require_recent_password()
    person = person_or_404(person_id)
    return _page(person, _form(person, TransferForm(on=clock.today())))


@bp.post("/admin/people/<int:person_id>/transfers")
def create_transfer(person_id: int) -> ResponseReturnValue:
    """Move the person; roles held for departments end the day before."""
    require_recent_password(back=url_for("accounts.new_transfer", person_id=person_id))
    person = person_or_404(person_id)
    form = _form(person, TransferForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            transfer_person(person=person, to_department_id=form.department_id.data, on=form.on.data, actor=actor())
    if form.errors:
        return _page(person, form), 422
    flash(str(_("Transferred. Roles held for the former department have ended.")), "success")
    return redirect(url_for("accounts.show_person", person_id=person_id))


def _form(person: Person, form: TransferForm) -> TransferForm:
    units = [(unit.id, unit.name) for unit in departments_on() if unit.id != person.department_id]
    offer(form.department_id, units, blank=True)
    return form


def _page(person: Person, form: TransferForm) -> str:
    ending = [role for role in roles_of(person.id) if role.department and role.state != "past"]
    return render_template("accounts/transfers/new.html", person=person, form=form, ending=ending)
