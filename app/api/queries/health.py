"""상태 확인: whether this process can do its work right now."""

import logging
import shutil
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import db
from app.core.instance import instance_dir

log = logging.getLogger("opum.health")

LEAST_ROOM = 200 * 1024 * 1024
"""Bytes that must be free where evidence, documents and, on SQLite, the database are."""


def is_well(migrations: str) -> bool:
    """Whether the database answers, has the tables of this version, and the disk has room. Why not is logged.

    `migrations` is the folder the versions stand in.
    """
    try:
        db.session.execute(select(1))
        present = frozenset(MigrationContext.configure(db.session.connection()).get_current_heads())
    except SQLAlchemyError as error:
        log.warning("the database does not answer: %s", error)
        return False
    wanted = heads(migrations)
    if present != wanted:
        log.warning("the tables are those of %s, not of %s", sorted(present), sorted(wanted))
    room = shutil.disk_usage(instance_dir()).free
    if room < LEAST_ROOM:
        log.warning("only %s bytes are free in the instance folder", room)
    return present == wanted and room >= LEAST_ROOM


@cache
def heads(folder: str) -> frozenset[str]:
    """Read the migrations once: they are part of the code that runs."""
    return frozenset(ScriptDirectory(folder).get_heads())
