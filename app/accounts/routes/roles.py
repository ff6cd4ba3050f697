"""역할: given and ended. Both need the password of the last five minutes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms.people import RoleEndingForm, RoleForm
from app.accounts.queries.people import person_or_404, role_or_404
from app.accounts.routes import bp
from app.accounts.routes.people import person_page
from app.accounts.services.roles import end_role, grant_role
from app.core import clock
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, require_recent_password, showing_refusal
from app.organization.queries import departments_on


@bp.get("/admin/people/<int:person_id>/roles/new")
def new_role(person_id: int) -> ResponseReturnValue:
    """Ask which role, for which department, from when to when."""
    require_recent_password()
    person = person_or_404(person_id)
    form = _offered(RoleForm(starts_on=clock.today()))
    return render_template("accounts/roles/new.html", person=person, form=form)


@bp.post("/admin/people/<int:person_id>/roles")
def create_role(person_id: int) -> ResponseReturnValue:
    """Give the role. It holds from its first day on, at once if that is today."""
    require_recent_password(back=url_for("accounts.new_role", person_id=person_id))
    person, form = person_or_404(person_id), _offered(RoleForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            given = {name: form[name].data for name in ("role", "department_id", "starts_on", "ends_on", "acting")}
            grant_role(person=person, actor=actor(), **given)
    if form.errors:
        return render_template("accounts/roles/new.html", person=person, form=form), 422
    flash(str(_("The role is given.")), "success")
    return redirect(url_for("accounts.show_person", person_id=person_id))


@bp.post("/admin/roles/<int:assignment_id>/endings")
def create_role_ending(assignment_id: int) -> ResponseReturnValue:
    """End the role: on a day, or at once."""
    assignment, form = role_or_404(assignment_id), RoleEndingForm()
    require_recent_password(back=url_for("accounts.show_person", person_id=assignment.person_id))
    if form.validate_on_submit():
        with showing_refusal(form):
            end_role(assignment=assignment, ends_on=form.ends_on.data, actor=actor())
    if form.errors:
        return person_page(assignment.person_id, ending_form=form), 422
    flash(str(_("The role is ended.")), "success")
    return redirect(url_for("accounts.show_person", person_id=assignment.person_id))


def _offered(form: RoleForm) -> RoleForm:
    offer(form.department_id, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    return form
