"""`flask mileage export`: the ledger as a workbook."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.telling import one_line
from app.core.messages import _
from app.core.sheets import write_workbook
from app.core.sheets.progress import told
from app.mileage.jobs import read_one_moment
from app.mileage.queries.exports import WHOLE, count_rows, ledger_sheets


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write every transfer with its provenance, what caps cut off, and every balance to FILE (.xlsx)."""
    with one_line():
        read_one_moment()
        with _bar(count_rows()) as tell:
            counts = write_workbook(file, told(ledger_sheets(WHOLE), tell))
    said = _(
        "%(file)s: %(transfers)s transfers, %(accounts)s accounts.",
        file=file,
        transfers=counts["이체"],
        accounts=counts["잔액"],
    )
    click.echo(str(said))


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error: one that moves on a terminal, elsewhere one plain line."""
    label = str(_("Writing %(rows)s rows", rows=total))
    if not sys.stderr.isatty():
        click.echo(label, err=True)
        yield lambda _done: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda done: bar.update(done - bar.pos)
        bar.update(total - bar.pos)
