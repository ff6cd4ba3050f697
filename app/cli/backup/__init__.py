"""`flask backup`: everything an office has, in one file; brought back only into an empty instance.

The file is a zip: `manifest.json`, one `tables/<name>.jsonl` for each table, `evidence/`, `anchors/` and, only
when asked for, `keys/`. It is the same for both engines, so it also moves an office from one to the other.
"""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.backup.creating import create_backup
from app.cli.backup.restoring import restore_backup
from app.cli.check import run_checks
from app.cli.telling import one_line
from app.core import clock
from app.core.instance import backups_dir
from app.core.messages import _

backup = AppGroup("backup", help="Everything in one file: create, restore.")


@backup.command()
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--with-keys", is_flag=True, help="Put the secret keys in too. Whoever has the file then has everything.")
def create(path: Path | None, *, with_keys: bool) -> None:
    """Write a backup (mode 0600) while the office works on. Without PATH it goes to the instance's backups.

    Without the keys the audit chain cannot be verified: keep instance/keys apart, on another medium. The file is
    not encrypted; it holds personal data. Store it on an encrypted disk, or pipe it through your office's tool.
    """
    target = path or backups_dir() / f"opum-{_stamp(clock.now())}.zip"
    with one_line():
        manifest = create_backup(target, with_keys=with_keys)
    click.echo(
        str(
            _(
                "Written: %(file)s, %(rows)s rows of %(tables)s tables, %(files)s files.",
                file=target,
                rows=f"{manifest.row_count:,}",
                tables=len(manifest.tables),
                files=len(manifest.files),
            )
        )
    )


@backup.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(path: Path) -> None:
    """Bring a backup back into an empty instance whose tables are made (flask db upgrade), then check it."""
    with one_line():
        manifest = restore_backup(path)
        click.echo(
            str(
                _(
                    "Brought back: %(rows)s rows of %(made_at)s.",
                    rows=f"{manifest.row_count:,}",
                    made_at=manifest.made_at,
                )
            )
        )
        whole = run_checks()
    if not whole:
        raise SystemExit(1)


def _stamp(moment: datetime) -> str:
    return clock.to_seoul(moment).strftime("%Y%m%d-%H%M%S")
