"""`flask hr`: the incentive list for HR, from a script."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.cli.telling import one_line
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.errors import Refused
from app.core.messages import _
from app.reports.documents.incentives import write_incentives
from app.reports.enums import ExportOrigin, UnitRule
from app.reports.services import exports, setup
from app.reports.services.exports import ExportChoice

hr = AppGroup("hr", help="The incentive list for HR.")


@hr.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--round", "round_code", required=True, help="Code of a published round.")
@click.option("--reason", required=True, help="Why the names are taken out; at least 10 characters.")
@click.option("--table", "table_code", default="standard", show_default=True, help="Code of the table of grades.")
@click.option(
    "--unit",
    type=click.Choice([rule.value for rule in UnitRule]),
    default=UnitRule.RANK.value,
    show_default=True,
    help="Among whom people are ranked.",
)
@click.option("--as", "employee_no", help="Employee number of the HR officer; default: the office itself.")
def export(file: Path, round_code: str, reason: str, table_code: str, unit: str, employee_no: str | None) -> None:
    """Freeze a batch from a published round and write it to FILE.xlsx."""
    choice = ExportChoice(round_code=round_code, table_code=table_code, unit_rule=UnitRule(unit))
    with one_line(), transaction():
        setup.seed_grade_tables()
        actor = _officer(employee_no)
        batch = exports.create_export(actor=actor, choice=choice, reason=reason, origin=ExportOrigin.CONSOLE)
        exports.record_download(actor=actor, batch=batch)
        write_incentives(file, batch, exports.batch_content(batch))
    known = batch.total_won is not None
    won = _("%(won)s won", won=f"{batch.total_won:,f}") if known else _("sum not known: base amounts are missing")
    click.echo(
        str(
            _(
                "%(number)s: %(people)s people, %(points)s points, %(won)s, sha256 %(sha256)s",
                number=batch.number,
                people=batch.people,
                points=format(batch.total_points, "f"),
                won=won,
                sha256=batch.sha256,
            )
        )
    )


def _officer(employee_no: str | None) -> Actor | None:
    if employee_no is None:
        return None
    person_id = db.session.scalar(select(Person.id).where(Person.employee_no == employee_no))
    actor = actor_of_person(person_id) if person_id is not None else None
    if actor is None:
        raise Refused(_("Nobody with the employee number “%(number)s” may act today.", number=employee_no))
    return actor
