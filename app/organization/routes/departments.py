"""부서."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from app.core import clock
from app.core.errors import Conflict
from app.core.forms import offer
from app.core.i18n import format_day
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.organization import queries, services
from app.organization.forms import DepartmentForm, NewDepartmentForm
from app.organization.models import Department
from app.organization.routes import bp
from app.organization.services import DepartmentFacts

TYPED = ("name", "kind", "parent_id", "peer_group_id", "position", "valid_from", "valid_until")


@bp.get("/admin/departments")
def list_departments() -> ResponseReturnValue:
    """Show every department, past ones too."""
    return render_template("organization/departments/list.html", rows=queries.department_rows())


@bp.get("/admin/departments/new")
def new_department() -> ResponseReturnValue:
    """Ask for a new department."""
    form = _offered(NewDepartmentForm(valid_from=clock.today()))
    return render_template("organization/departments/new.html", form=form)


@bp.post("/admin/departments")
def create_department() -> ResponseReturnValue:
    """Enter a department."""
    form = _offered(NewDepartmentForm())
    if form.validate_on_submit():
        with showing_refusal(form):
            services.add_department(facts=_facts(form, form.code.data), actor=actor())
    if form.errors:
        return render_template("organization/departments/new.html", form=form), 422
    flash(str(_("The department is entered.")), "success")
    return redirect(url_for("organization.list_departments"))


@bp.get("/admin/departments/<int:department_id>/edit")
def edit_department(department_id: int) -> ResponseReturnValue:
    """Ask for changed facts."""
    department = queries.department_or_404(department_id)
    return _edit_page(department, _offered(DepartmentForm(obj=department), department))


@bp.post("/admin/departments/<int:department_id>")
def update_department(department_id: int) -> ResponseReturnValue:
    """Change a department, unless somebody else did while the form was open."""
    department = queries.department_or_404(department_id)
    form = _offered(DepartmentForm(), department)
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                version = int(form.version.data) if str(form.version.data).isdecimal() else None
                services.save_department(facts=_facts(form, department.code), read_version=version, actor=actor())
        except Conflict as conflict:
            return _conflict_page(department, form, conflict.reason), 409
    if form.errors:
        return _edit_page(department, form), 422
    flash(str(_("Saved.")), "success")
    return redirect(url_for("organization.list_departments"))


def _edit_page(department: Department, form: DepartmentForm, **more: Any) -> str:
    return render_template("organization/departments/edit.html", department=department, form=form, **more)


def _conflict_page(department: Department, form: DepartmentForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now."""
    now = _offered(DepartmentForm(formdata=None, obj=department), department)
    present = [(now[name].label.text, _shown(now[name])) for name in TYPED if now[name].data != form[name].data]
    form.version.data = str(department.version)
    form.version.raw_data = None
    return _edit_page(department, form, conflict=reason, present=present)


def _shown(field: Any) -> str:  # noqa: ANN401  a form's field
    """Return what a field holds as its reader sees it: the text of a choice, a date, a number."""
    if isinstance(field, SelectField):
        return next((str(option.label.text) for option in field if option.checked), "")
    return format_day(field.data) if isinstance(field.data, date) else str("" if field.data is None else field.data)


def _facts(form: DepartmentForm, code: str) -> DepartmentFacts:
    typed: dict[str, Any] = {name: form[name].data for name in TYPED}
    return DepartmentFacts(code=code, **typed)


def _offered(form: Any, department: Department | None = None) -> Any:  # noqa: ANN401  either form
    """Fill the choices; a past bureau stays choosable for the department that stood below it."""
    bureaus = {unit.id: unit.name for unit in queries.bureaus()}
    if department is not None and department.parent_id is not None:
        bureaus.setdefault(department.parent_id, queries.department_or_404(department.parent_id).name)
    offer(form.parent_id, bureaus.items(), blank=True)
    offer(form.peer_group_id, [(group.id, group.name) for group in queries.peer_groups()], blank=True)
    return form
