"""`flask org`: the departments, people and roles of the office as one workbook."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.accounts import sheets
from app.cli.telling import one_line, rows_told
from app.core.database import transaction
from app.core.messages import _
from app.core.sheets import write_workbook

org = AppGroup("org", help="Departments, people and roles: template, import, export.")

File = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@org.command()
@File
def template(file: Path) -> None:
    """Write an empty workbook with explanations."""
    with one_line():
        write_workbook(file, sheets.organization_sheets(empty=True), explain=True)
    click.echo(str(_("Written: %(file)s", file=file)))


@org.command()
@File
def export(file: Path) -> None:
    """Write everything as it is; the same workbook can be read in again. It holds personal data."""
    with one_line():
        counts = write_workbook(file, sheets.organization_sheets(), explain=True)
        file.chmod(0o600)
    click.echo(str(_("Written: %(file)s", file=file)))
    for title, count in counts.items():
        click.echo(f"{title}: {count:,}")


@org.command("import")
@File
@click.option("--dry-run", is_flag=True, help="Only check, save nothing.")
def import_(file: Path, *, dry_run: bool) -> None:
    """Read a workbook in: all of it, or nothing and every wrong row named."""
    with one_line(), rows_told(file), transaction():
        counts = sheets.import_organization(file, actor=None, dry_run=dry_run)
    said = (
        _("Checked, nothing saved: %(departments)s departments, %(people)s people, %(roles)s roles.", **vars(counts))
        if dry_run
        else _("Saved: %(departments)s departments, %(people)s people, %(roles)s roles.", **vars(counts))
    )
    click.echo(str(said))
