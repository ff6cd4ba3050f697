"""`flask doctor`: whether this machine and this instance are set up as they must be. Exit code 0 only if all is well."""

import hashlib
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import db
from app.core.instance import instance_dir
from app.core.messages import Message, _

OLDEST_PYTHON = (3, 11)
OTHERS = stat.S_IRWXG | stat.S_IRWXO
SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "secure_delete": 1}


def check_python() -> Iterator[Message]:
    """Python is new enough."""
    if sys.version_info < OLDEST_PYTHON:
        yield _("Python 3.11 or newer is needed, this is %(version)s.", version=sys.version.split()[0])


def check_instance() -> Iterator[Message]:
    """Nobody else may open the instance folder, the keys or the database."""
    folder = instance_dir()
    for path in (folder, folder / "keys", *sorted((folder / "keys").glob("*.key"))):
        if path.stat().st_mode & OTHERS:
            yield _("%(path)s can be opened by others. Take their rights away (chmod go-rwx).", path=path)


def check_database() -> Iterator[Message]:
    """The database answers and is set to lose nothing."""
    if db.engine.dialect.name == "sqlite":
        for name, right in SQLITE.items():
            value = db.session.scalar(text(f"PRAGMA {name}"))
            if value != right:
                yield _("The database setting %(name)s is %(value)s.", name=name, value=value)
    else:
        for name in ("fsync", "full_page_writes"):
            if db.session.scalar(text(f"SHOW {name}")) != "on":
                yield _("The database setting %(name)s is %(value)s.", name=name, value="off")
        if db.session.scalar(text("SHOW server_encoding")) != "UTF8":
            yield _("The database must be made with the encoding UTF8.")


def check_migrations() -> Iterator[Message]:
    """The tables are those of this version."""
    script = ScriptDirectory(current_app.extensions["migrate"].directory)
    wanted = set(script.get_heads())
    present = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    if wanted != present:
        yield _("The tables are not those of this version. Run: flask db upgrade")


def check_translations() -> Iterator[Message]:
    """Korean and English are compiled, and not older than their source."""
    for source in sorted(Path(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]).glob("*/LC_MESSAGES/messages.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists():
            yield _("The translations are not compiled: %(path)s is missing. Run: make messages", path=compiled)


def check_front_end() -> Iterator[Message]:
    """Every vendored file is the one whose sum was written down."""
    root = Path(str(current_app.static_folder)).parent
    for line in (root / "static/vendor/SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, _space, name = line.partition("  ")
        path = root / name
        if not name.startswith("static/"):
            continue
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            yield _("The file %(path)s is missing or was changed.", path=name)


CHECKS: tuple[tuple[Message, Callable[[], Iterator[Message]]], ...] = (
    (_("Python"), check_python),
    (_("Instance folder and keys"), check_instance),
    (_("Database"), check_database),
    (_("Migrations"), check_migrations),
    (_("Translations"), check_translations),
    (_("Front end"), check_front_end),
)


@click.command()
@with_appcontext
def doctor() -> None:
    """Check the machine, the instance folder and the database settings."""
    well = True
    for title, work in CHECKS:
        problems = list(_safely(work))
        well &= not problems
        click.echo(f"{'OK' if not problems else 'FAIL'}\t{title}")
        for problem in problems:
            click.echo(f"  {title}: {problem}", err=True)
    if not well:
        raise SystemExit(1)


def _safely(work: Callable[[], Iterator[Message]]) -> Iterator[Message]:
    """What a check finds; that it could not look is a finding too."""
    try:
        yield from work()
    except (OSError, SQLAlchemyError) as error:
        yield _("It could not be looked at: %(reason)s", reason=str(error).partition("\n")[0])
