"""직원: list, page, entering and changing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import AccessAction, AccountState
from app.accounts.forms.people import AccountClosureForm, NewPersonForm, PersonForm, RoleEndingForm
from app.accounts.queries import people as queries
from app.accounts.routes import bp
from app.accounts.services import access_records
from app.accounts.services import people as services
from app.accounts.services.people import PersonFacts
from app.core.database import transaction
from app.core.forms import clean_text, offer
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, address, own_transactions, showing_refusal
from app.organization.queries import departments_on


@bp.get("/admin/people")
def list_people() -> ResponseReturnValue:
    """Show people, found by name or number."""
    text, department_id, account = wanted_people()
    page = queries.find_people(text, department_id, account, request.args.get("cursor"))
    return render_template(
        "accounts/people/list.html",
        page=page,
        text=text,
        department_id=department_id,
        account=account,
        accounts=AccountState,
        departments=departments_on(),
        next_url=page.next_cursor
        and url_for(
            "accounts.list_people", text=text, department=department_id, account=account, cursor=page.next_cursor
        ),
    )


def wanted_people() -> tuple[str, int | None, AccountState | None]:
    """Return the words, the department and the state of the account the address asks for."""
    account = next((state for state in AccountState if state == request.args.get("account")), None)
    return clean_text(request.args.get("text"))[:50], request.args.get("department", type=whole_number), account


@bp.get("/admin/people/new")
def new_person() -> ResponseReturnValue:
    """Ask for a new person."""
    return render_template("accounts/people/new.html", form=_new_form())


@bp.post("/admin/people")
def create_person() -> ResponseReturnValue:
    """Enter a person."""
    form = _new_form()
    if form.validate_on_submit():
        with showing_refusal(form):
            facts = PersonFacts(
                employee_no=form.employee_no.data, department_id=form.department_id.data, **_typed(form)
            )
            person = services.add_person(facts=facts, actor=actor())
    if form.errors:
        return render_template("accounts/people/new.html", form=form), 422
    flash(str(_("The person is entered. An invitation opens the account.")), "success")
    return redirect(url_for("accounts.show_person", person_id=person.id))


@bp.get("/admin/people/<int:person_id>")
@own_transactions
def show_person(person_id: int) -> ResponseReturnValue:
    """Show a person with history, roles and account. Looking at somebody else's page is remembered."""
    if person_id != actor().id:
        with transaction():
            queries.person_or_404(person_id)
            access_records.record_access(
                actor=actor(), address=address(), action=AccessAction.PERSON_SHOWN, concerned_person_id=person_id
            )
    return person_page(person_id)


@bp.get("/admin/people/<int:person_id>/edit")
def edit_person(person_id: int) -> ResponseReturnValue:
    """Ask for changed facts."""
    person = queries.person_or_404(person_id)
    return render_template("accounts/people/edit.html", person=person, form=PersonForm(obj=person))


@bp.post("/admin/people/<int:person_id>")
def update_person(person_id: int) -> ResponseReturnValue:
    """Change a person's facts."""
    person, form = queries.person_or_404(person_id), PersonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            facts = PersonFacts(employee_no=person.employee_no, department_id=person.department_id, **_typed(form))
            services.save_person(facts=facts, actor=actor())
    if form.errors:
        return render_template("accounts/people/edit.html", person=person, form=form), 422
    flash(str(_("Saved.")), "success")
    return redirect(url_for("accounts.show_person", person_id=person_id))


@bp.post("/admin/people/<int:person_id>/account-closures")
def create_account_closure(person_id: int) -> ResponseReturnValue:
    """Close the account; every session of the person ends at once."""
    person, form = queries.person_or_404(person_id), AccountClosureForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.disable_account(person=person, actor=actor())
    if form.errors:
        return person_page(person_id, closure_form=form), 422
    flash(str(_("The account is closed.")), "success")
    return redirect(url_for("accounts.show_person", person_id=person_id))


def person_page(
    person_id: int, *, closure_form: AccountClosureForm | None = None, ending_form: RoleEndingForm | None = None
) -> str:
    """Return the page of a person, with what was wrong with a form on it."""
    return render_template(
        "accounts/people/show.html",
        person=queries.person_or_404(person_id),
        memberships=queries.memberships_of(person_id),
        roles=queries.roles_of(person_id),
        account=queries.account_of(person_id),
        closure_form=closure_form,
        ending_form=ending_form,
    )


def _new_form() -> NewPersonForm:
    form = NewPersonForm()
    offer(form.department_id, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    return form


def _typed(form: PersonForm) -> dict[str, Any]:
    return {name: form[name].data or None for name in ("joined_on", "left_on", "email")} | {
        name: form[name].data or "" for name in ("name", "rank", "series")
    }
