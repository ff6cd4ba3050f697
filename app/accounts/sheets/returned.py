"""Workbooks that were sent: as they are until they are entered, or with the column 「오류」. A day, for the sender alone."""

import os
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from app.core import clock
from app.core.errors import Missing
from app.core.instance import reports_dir
from app.core.messages import _
from app.core.sheets import RowError, write_errors

KEPT = timedelta(days=1)
_TOKEN = re.compile(r"[0-9a-f]{32}")


def keep(original: bytes, errors: Sequence[RowError], *, person_id: int) -> str:
    """Write the workbook with its errors into the instance folder (0600) and return its token."""
    return keep_as_sent(write_errors(original, errors), person_id=person_id)


def keep_as_sent(content: bytes, *, person_id: int) -> str:
    """Write the workbook as it is into the instance folder (0600) and return its token: it is entered after a look."""
    _forget_old()
    token = secrets.token_hex(16)
    descriptor = os.open(_path(person_id, token), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return token


def find(token: str, *, person_id: int) -> Path:
    """Return the file. Raises `Missing` when it is not there or belongs to somebody else."""
    path = _path(person_id, token)
    if not _TOKEN.fullmatch(token) or not path.is_file():
        raise Missing(_("The workbook is no longer kept. Send it again."))
    return path


def _path(person_id: int, token: str) -> Path:
    return reports_dir() / f"returned-{person_id}-{token}.xlsx"


def _forget_old() -> None:
    oldest = (clock.now() - KEPT).timestamp()
    for path in reports_dir().glob("returned-*.xlsx"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
