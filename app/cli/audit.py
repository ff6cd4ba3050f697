"""`flask audit`: verify the chain, write the day's anchor, take the chain out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit import services
from app.core import clock
from app.core.errors import OpumError
from app.core.messages import _

audit = AppGroup("audit", help="The audit chain: verify it, anchor it, export it.")


@contextmanager
def _one_line() -> Iterator[None]:
    """Turn a refusal into one line on stderr and exit code 1."""
    try:
        yield
    except OpumError as error:
        raise click.ClickException(str(error)) from error


@audit.command()
@click.option("--anchors", type=click.Path(path_type=Path), help="Folder with anchor files; default: the instance's.")
def verify(anchors: Path | None) -> None:
    """Check every entry, the head and every anchor."""
    with _one_line():
        found = services.verify_chain(anchors)
    for problem in found.problems:
        click.echo(str(problem), err=True)
    if not found.ok:
        raise SystemExit(1)
    click.echo(str(_("The chain is whole: %(entries)s entries checked.", entries=f"{found.entries:,}")))


@audit.command()
def anchor() -> None:
    """Write today's anchor file; once a day."""
    with _one_line():
        written = services.write_anchor(clock.today())
    click.echo(f"{written.name} {written.seq} {written.hash}")


@audit.command()
@click.argument("file", type=click.Path(path_type=Path))
def export(file: Path) -> None:
    """Write the whole chain as JSON lines for tools/verify_audit.py."""
    with _one_line():
        count = services.export_entries(file)
    click.echo(str(_("%(entries)s entries written.", entries=f"{count:,}")))
