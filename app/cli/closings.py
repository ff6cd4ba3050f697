"""`flask mileage close`: what a year comes to, and the proposal to close it. Confirmed on the page only."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.cli.telling import one_line
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.errors import Missing, Refused
from app.core.figures import bare
from app.core.messages import _
from app.mileage import services
from app.mileage.enums import ClosingState, ItemSubject
from app.mileage.queries.year_closings import blockers_of, closing_of, preview_of, report_of
from app.mileage.rules.closings import EARLIEST


@click.command("close")
@click.argument("year", type=click.IntRange(EARLIEST, 9998))
@click.option("--by", "by", help="Employee number of who proposes.")
@click.option("--second", "second", help="Employee number of who is to confirm: a head or HR of another office.")
@with_appcontext
def close(year: int, by: str | None, second: str | None) -> None:
    """Say what closing YEAR comes to; with --by and --second propose it. A closed or proposed year stays as it is."""
    with one_line(), transaction():
        if (by is None) != (second is None):
            raise Refused(_("Name both: who proposes (--by) and who confirms (--second)."))
        if by is not None and second is not None:
            services.propose_closing(actor=_actor(by), year=year, second_id=_actor(second).id)
        _tell(year)


def _tell(year: int) -> None:
    closing = closing_of(year)
    is_closed = closing is not None and closing.state is ClosingState.CONFIRMED
    found = report_of(closing) if closing is not None and is_closed else preview_of(year)
    state = closing.state.label if closing is not None else _("Not closed yet")
    click.echo(f"{year}: {state}")
    for subject in ItemSubject:
        sums = found.totals(subject)
        said = _(
            "%(accounts)s accounts, %(expires)s points expire, %(carries)s carry over",
            accounts=sums.accounts,
            expires=bare(sums.expires),
            carries=bare(sums.carries),
        )
        click.echo(f"{subject.label}: {found.rules[subject].kind.label}; {said}")
    for item in () if is_closed else blockers_of(year):
        click.echo(str(_("First: %(what)s %(id)s", what=item.kind, id=item.id)))


def _actor(number: str) -> Actor:
    person_id = db.session.scalar(select(Person.id).where(Person.employee_no == number))
    found = actor_of_person(person_id) if person_id is not None else None
    if found is None:
        raise Missing(_("Nobody with the number “%(number)s” may act today.", number=number))
    return found
