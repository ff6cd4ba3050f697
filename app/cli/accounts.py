"""`flask accounts`: the first accounts of an office, and first codes."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.models import Account, Person
from app.accounts.queries.people import person_by_number
from app.accounts.services.passwords import invite as issue_code
from app.accounts.services.people import PersonFacts, add_person
from app.accounts.services.roles import DEPARTMENTAL, grant_role
from app.cli.telling import one_line
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.forms import clean_text
from app.core.messages import _
from app.organization.queries import department_by_code_or_name, department_names

ROLES = [role.value for role in Role if role is not Role.STAFF]

accounts = AppGroup("accounts", help="People and their sign-in: add, invite, list.")


@accounts.command()
@click.argument("number")
@click.argument("name")
@click.option("--department", help="Code or name of the department; none for people from outside.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Role from today on; may be repeated.")
def add(number: str, name: str, department: str | None, roles: tuple[str, ...]) -> None:
    """Enter a person, give roles, and print the first code."""
    with one_line(), transaction():
        unit = department_by_code_or_name(department).id if department else None
        facts = PersonFacts(
            employee_no=clean_text(number), name=clean_text(name), department_id=unit, joined_on=clock.today()
        )
        person = add_person(facts=facts, actor=None)
        for role in map(Role, roles):
            held_for = unit if role in DEPARTMENTAL else None
            grant_role(person=person, role=role, department_id=held_for, starts_on=clock.today(), actor=None)
        code = issue_code(person=person, actor=None)
    click.echo(str(_("First code (seven days, once): %(code)s", code=code)))


@accounts.command()
@click.argument("number")
def invite(number: str) -> None:
    """Print a new first code for somebody who has no password, or forgot it."""
    with one_line(), transaction():
        code = issue_code(person=person_by_number(number), actor=None)
    click.echo(str(_("First code (seven days, once): %(code)s", code=code)))


@accounts.command("list")
def list_() -> None:
    """Print number, name, department and state of every person, separated by tabs."""
    with one_line():
        units = department_names()
        rows = db.session.execute(
            select(Person, Account)
            .outerjoin(Account, Account.person_id == Person.id)
            .where(Person.institution.is_(None))
            .order_by(Person.employee_no)
        ).all()
        for person, account in rows:
            unit = units.get(person.department_id or 0, "-")
            click.echo("\t".join((person.employee_no, person.name, unit, str(_state(account)))))


def _state(account: Account | None) -> object:
    if account is None:
        return _("No account yet")
    if account.disabled_at is not None:
        return _("Account closed")
    return _("Account open") if account.password_hash else _("Waiting for the first sign-in")
