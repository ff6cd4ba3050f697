"""고객군: the list for everybody of the office; their department keeps them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import Actor, Role, allows
from app.core.errors import Denied
from app.core.forms import offer
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.organization.queries import departments_on
from app.voice.enums.permissions import Permission
from app.voice.forms.surveys import CustomerGroupForm
from app.voice.models import CustomerGroup
from app.voice.policy import POLICY
from app.voice.queries import surveys as queries
from app.voice.routes import bp
from app.voice.rules.survey_samples import MARGIN, sample_size
from app.voice.services import customer_groups as services


@bp.get("/voice/customer-groups")
def list_customer_groups() -> ResponseReturnValue:
    """Show the customer groups of all departments or of one."""
    who, chosen = actor(), chosen_department()
    units = departments_on()
    page = queries.groups_page(chosen, request.args.get("cursor"))
    return render_template(
        "voice/customer_groups/list.html",
        page=page,
        units=units,
        chosen=chosen,
        needed={row.group.id: sample_size(row.group.size) for row in page.rows if row.group.size is not None},
        margin=MARGIN,
        may_write=bool(writable_units(who)) or who.has(Role.CONTROL_TOWER),
        mine={row.group.id for row in page.rows if allows(POLICY, Permission.CUSTOMER_GROUP_WRITE, who, row.group)},
    )


@bp.get("/voice/customer-groups/new")
def new_customer_group() -> ResponseReturnValue:
    """Ask for a new group."""
    return _form_page(CustomerGroupForm(data={"department_id": actor().department_id}), None)


@bp.post("/voice/customer-groups")
def create_customer_group() -> ResponseReturnValue:
    """Enter a group."""
    return _save(CustomerGroupForm(), None)


@bp.get("/voice/customer-groups/<int:group_id>/edit")
def edit_customer_group(group_id: int) -> ResponseReturnValue:
    """Ask for changes of a group."""
    group = _writable(group_id)
    return _form_page(CustomerGroupForm(obj=group), group)


@bp.post("/voice/customer-groups/<int:group_id>")
def update_customer_group(group_id: int) -> ResponseReturnValue:
    """Change a group."""
    return _save(CustomerGroupForm(), _writable(group_id))


@bp.post("/voice/customer-groups/<int:group_id>/retirements")
def create_customer_group_retirement(group_id: int) -> ResponseReturnValue:
    """Use a group no longer."""
    services.retire_group(actor=actor(), group=queries.group_or_404(group_id))
    flash(str(_("The group is no longer offered for new waves.")), "success")
    return redirect(url_for(".list_customer_groups"))


def chosen_department() -> int | None:
    """Return the department the address asks for, if any."""
    text = request.args.get("department", "")
    try:
        return whole_number(text) if text else None
    except ValueError:
        return None


def writable_units(who: Actor) -> list[tuple[int, str]]:
    """Return the departments somebody may keep surveys and groups for, as (id, name)."""
    own = {*who.headed_department_ids, *who.coordinated_department_ids}
    every = who.has(Role.CONTROL_TOWER)
    return [(unit.id, unit.name) for unit in departments_on() if every or unit.id in own]


def _writable(group_id: int) -> CustomerGroup:
    group = queries.group_or_404(group_id)
    if not allows(POLICY, Permission.CUSTOMER_GROUP_WRITE, actor(), group):
        raise Denied(_("You may not do this."))
    return group


def _save(form: CustomerGroupForm, group: CustomerGroup | None) -> ResponseReturnValue:
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            services.save_group(actor=actor(), content=form.content(), group=group)
            flash(str(_("The customer group is kept.")), "success")
            return redirect(url_for(".list_customer_groups"))
    return _form_page(form, group), code_of(form)


def _offer(form: CustomerGroupForm) -> None:
    offer(form.department_id, writable_units(actor()), blank=actor().has(Role.CONTROL_TOWER))


def _form_page(form: CustomerGroupForm, group: CustomerGroup | None) -> str:
    _offer(form)
    return render_template("voice/customer_groups/form.html", form=form, group=group)
