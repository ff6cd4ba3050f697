"""How commands fail: one clear line on standard error, exit code 1, no stack trace."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from app.core.errors import OpumError
from app.core.messages import _
from app.core.sheets import SheetErrors, write_errors

MOST_LINES = 200


@contextmanager
def one_line() -> Iterator[None]:
    """Turn a refusal, a missing file or a database that cannot be reached into one line."""
    try:
        yield
    except OpumError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{where}{error.strerror or error}") from error
    except DBAPIError as error:
        reason = str(error.orig).partition("\n")[0]
        raise click.ClickException(str(_("The database says: %(reason)s", reason=reason))) from error


@contextmanager
def rows_told(source: Path) -> Iterator[None]:
    """Name every wrong row of a workbook on standard output, and write it back with the column 「오류」."""
    try:
        yield
    except SheetErrors as refusal:
        for error in refusal.errors[:MOST_LINES]:
            where = _("sheet “%(sheet)s”, row %(row)s", sheet=error.sheet, row=error.row)
            click.echo(f"{where}: {error}")
        answer = source.with_name(f"{source.stem}-오류.xlsx")
        with suppress(OSError):
            answer.write_bytes(write_errors(source.read_bytes(), refusal.errors))
            click.echo(str(_("The workbook with a column 「오류」: %(file)s", file=answer)))
        raise
