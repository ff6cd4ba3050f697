"""`flask mileage export`: the ledger as a workbook; and the process behind the export of the page."""

import hashlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click
from flask.cli import with_appcontext

from app.cli.telling import one_line
from app.core.database import db, transaction
from app.core.errors import Conflict, Missing
from app.core.messages import _
from app.core.sheets import write_workbook
from app.core.sheets.progress import told
from app.mileage.models import LedgerExport
from app.mileage.queries.exports import WHOLE, Scope, count_rows, ledger_sheets
from app.mileage.services import ledger_exports as services

log = logging.getLogger("opum.exports")

EVERY_SECONDS = 0.5
POLITE = 10


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export(file: Path) -> None:
    """Write every transfer with its provenance, what caps cut off, and every balance to FILE (.xlsx)."""
    with one_line():
        _read_one_moment()
        with _bar(count_rows()) as tell:
            counts = write_workbook(file, told(ledger_sheets(WHOLE), tell))
    said = _(
        "%(file)s: %(transfers)s transfers, %(accounts)s accounts.",
        file=file,
        transfers=counts["이체"],
        accounts=counts["잔액"],
    )
    click.echo(str(said))


@click.command("run-export", hidden=True)
@click.argument("export_id", type=int)
@click.argument("attempt", type=int)
@with_appcontext
def run_export(export_id: int, attempt: int) -> None:
    """Write an export somebody asked for on the page; the page shows how far it is."""
    os.nice(POLITE)
    with one_line():
        write_export(export_id, attempt)


def write_export(export_id: int, attempt: int) -> None:
    """Write the file of a run, tell how far it is, and say at the end that it is whole.

    Raises `Missing` or `Conflict` if nobody waits for the run (any more); whatever else goes wrong marks it as broken
    off and is raised.
    """
    target = services.file_of(export_id, attempt)
    scope = _begun(export_id, attempt)
    try:
        rows = _write(export_id, attempt, scope, target)
        digest, size = _digest(target)
        with transaction():
            services.finish_run(export_id=export_id, attempt=attempt, rows=rows, sha256=digest, size=size)
    except Conflict:
        target.unlink(missing_ok=True)
        raise
    except Exception:
        log.exception("export %s broke off", export_id)
        target.unlink(missing_ok=True)
        with transaction():
            services.break_off(export_id=export_id, attempt=attempt)
        raise


def _begun(export_id: int, attempt: int) -> Scope:
    _read_one_moment()
    asked = db.session.get(LedgerExport, export_id)
    if asked is None:
        raise Missing(_("There is no such export."))
    scope = Scope(asked.first_day, asked.last_day, asked.unmasked)
    services.begin_run(export_id=export_id, attempt=attempt, total=count_rows(scope))
    return scope


def _write(export_id: int, attempt: int, scope: Scope, target: Path) -> int:
    last = [monotonic()]

    def tell(done: int) -> None:
        if monotonic() - last[0] >= EVERY_SECONDS:
            services.tell_progress(export_id=export_id, attempt=attempt, done=done)
            last[0] = monotonic()

    sheets = told(ledger_sheets(scope), tell)
    counts = write_workbook(target, sheets, watermark=f"opum-ledger-export-{export_id}")
    target.chmod(0o600)
    db.session.rollback()
    return sum(counts.values())


def _read_one_moment() -> None:
    """Let all sheets show the same moment, whatever is posted meanwhile. A transaction of SQLite does so anyway."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


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
