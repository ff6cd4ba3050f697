"""`flask mileage`: the ledger for those who recompute it."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app.cli.telling import one_line
from app.core.messages import _
from app.core.sheets import write_workbook
from app.mileage.queries.exports import ledger_sheets

mileage = AppGroup("mileage", help="Take out the mileage ledger.")


@mileage.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write every transfer with its provenance, what caps cut off, and every balance to FILE (.xlsx)."""
    with one_line():
        counts = write_workbook(file, ledger_sheets())
    click.echo(
        str(
            _(
                "%(file)s: %(transfers)s transfers, %(accounts)s accounts.",
                file=file,
                transfers=counts["이체"],
                accounts=counts["잔액"],
            )
        )
    )
