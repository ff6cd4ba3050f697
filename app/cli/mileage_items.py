"""`flask mileage items`: mileage items out and in as a workbook, under the rules of the editor."""

import io
from datetime import date, datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.people import person_by_number
from app.cli.telling import one_line, rows_told
from app.core import clock
from app.core.access import Actor
from app.core.database import transaction
from app.core.errors import Denied
from app.core.messages import _
from app.core.sheets import write_workbook
from app.mileage import services
from app.mileage.queries.item_versions import last_versions
from app.mileage.rules.item_changes import ONE_DAY
from app.mileage.services.item_imports import ImportPlan, ImportTerms, PlannedChange
from app.mileage.services.item_sheets import TITLE, item_sheets

items = AppGroup("items", help="Mileage items as a workbook.")
_FILE = click.Path(dir_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


@items.command()
@click.argument("file", type=_FILE)
@with_appcontext
def template(file: Path) -> None:
    """Write the empty workbook with its explanations to FILE (.xlsx)."""
    with one_line():
        write_workbook(file, item_sheets(), explain=True)
    click.echo(str(file))


@items.command()
@click.argument("file", type=_FILE)
@with_appcontext
def export(file: Path) -> None:
    """Write the last version of every item to FILE (.xlsx), in the columns that are read in again."""
    with one_line():
        counts = write_workbook(file, item_sheets(list(last_versions().values())), explain=True)
    click.echo(str(_("%(file)s: %(count)s items.", file=file, count=counts[TITLE])))


@items.command("import")
@click.argument("file", type=_FILE)
@click.option("--as", "number", required=True, help="Employee number of who changes the items: of the control tower.")
@click.option("--reason", required=True, help="Why, for rows without a reason of their own; at least 10 characters.")
@click.option(
    "--from", "first", type=_DAY, help="From when changes hold whose row names no new day; otherwise tomorrow."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and enter nothing.")
@with_appcontext
def import_(file: Path, number: str, reason: str, first: datetime | None, *, dry_run: bool) -> None:
    """Enter what the sheet 적립항목 of FILE (.xlsx) changes: every row, or nothing.

    Rows that say what holds already change nothing; items that do not stand in it stay as they are.
    """
    with one_line(), rows_told(file):
        source = io.BytesIO(file.read_bytes())
        terms = ImportTerms(takes_effect_on=_day(first), reason=reason)
        enter = services.preview_items if dry_run else services.import_items
        with transaction():
            plan = enter(actor=_acting(number), source=source, terms=terms)
    _tell(plan)
    count = len(plan.changes)
    would, done = (
        _("%(count)s changes would be entered.", count=count),
        _("%(count)s changes are entered.", count=count),
    )
    click.echo(str(would if dry_run else done))


def _tell(plan: ImportPlan) -> None:
    for change in plan.changes:
        click.echo(f"{change.row}: {change.code} {change.name} · {change.kind.label} · {change.takes_effect_on}")
        for line in _lines(change):
            click.echo(f"   {line}")


def _lines(change: PlannedChange) -> list[str]:
    return [f"{one.what}: {one.before} → {one.after}" for one in change.differences]


def _day(given: datetime | None) -> date:
    return clock.today() + ONE_DAY if given is None else given.date()


def _acting(number: str) -> Actor:
    """Return who acts by the number. Raises `Denied` where that person may not act today."""
    found = actor_of_person(person_by_number(number).id)
    if found is None:
        raise Denied(_("This person may not act today."))
    return found
