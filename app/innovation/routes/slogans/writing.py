"""슬로건 작성, 수정, 제출."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.slogans import SloganForm, slogan_defaults
from app.innovation.policy import POLICY
from app.innovation.policy.slogans import SloganOf
from app.innovation.queries.slogans import items_of
from app.innovation.routes import bp
from app.innovation.routes.filters import record_id
from app.innovation.routes.slogans.gallery import year_or_404
from app.innovation.routes.slogans.pages import done, slogan_for, slogan_page
from app.innovation.services import slogans as services
from app.organization.queries import department_names


@bp.get("/slogans/new")
def new_slogan() -> ResponseReturnValue:
    """Show an empty form for the own department, or for `?department=` of which the actor is coordinator."""
    return _form_page(SloganForm(), _department_id())


@bp.post("/slogans")
def create_slogan() -> ResponseReturnValue:
    """Begin the slogan of a department for the year in the address."""
    department_id = _department_id()
    form = SloganForm()
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                slogan = services.write_slogan(
                    actor=actor(), department_id=department_id, year=year_or_404(), content=form.content()
                )
                return done(slogan, _("The slogan was saved as a draft. Submit it when it is ready."))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            return _form_page(form, department_id), 409
    return _form_page(form, department_id), 422


@bp.get("/slogans/<int:slogan_id>/changes/new")
def edit_slogan(slogan_id: int) -> ResponseReturnValue:
    """Show the slogan as it stands."""
    slogan = slogan_for(Permission.SLOGAN_WRITE, slogan_id)
    form = SloganForm(data=slogan_defaults(slogan, items_of(slogan)))
    return render_template("innovation/slogans/edit.html", slogan=slogan, form=form)


@bp.post("/slogans/<int:slogan_id>/changes")
def create_slogan_change(slogan_id: int) -> ResponseReturnValue:
    """Keep the changed slogan."""
    slogan = slogan_for(Permission.SLOGAN_WRITE, slogan_id)
    form = SloganForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.change_slogan(actor=actor(), slogan=slogan, content=form.content())
            return done(slogan, _("The slogan was changed."))
    return render_template("innovation/slogans/edit.html", slogan=slogan, form=form), 422


@bp.post("/slogans/<int:slogan_id>/submissions")
def create_slogan_submission(slogan_id: int) -> ResponseReturnValue:
    """Put the slogan before the head."""
    slogan = slogan_for(Permission.SLOGAN_WRITE, slogan_id)
    try:
        services.submit_slogan(actor=actor(), slogan=slogan)
    except Refused as refusal:
        return slogan_page(slogan_id, problem=refusal.reason), 422
    return done(slogan, _("The slogan was submitted to the head of the department."))


def _department_id() -> int:
    """Return the department in the address, or the own one; 403 if the actor does not write for it."""
    department_id = record_id("department") or actor().department_id or 0
    access.require(POLICY, Permission.SLOGAN_WRITE, actor(), SloganOf(department_id))
    return department_id


def _form_page(form: SloganForm, department_id: int) -> str:
    year = year_or_404()
    action = url_for("innovation.create_slogan", department=department_id, year=year)
    name = department_names()[department_id]
    return render_template("innovation/slogans/new.html", form=form, action=action, year=year, department=name)
