"""How often somebody without an account may come: counted by address over all processes, forgotten after the time.

The counts lie in a small file that all processes of the office share, and never in the database: no dump and no backup
tells who came when, and no visitor waits for the one writer. An address is kept as a hash with a salt of the day, and
with a stretch of the time, a tenth of it, in place of the moment; what is over is deleted and overwritten.
"""

import hmac
import logging
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.core import clock
from app.core.errors import TooMany
from app.core.instance import visits_dir
from app.core.messages import _

PARTS = 10
"""Stretches the time is counted in: no `seconds` ever hold more than `most` visits, and who waits, waits a tenth longer."""
MOST_PAGES = 8192
"""Pages of 4 KB of the file; where a flood of addresses fills it, it begins anew."""
BUSY_SECONDS = 1.0
SETTINGS = ("synchronous = OFF", "journal_mode = TRUNCATE", "secure_delete = ON")

log = logging.getLogger("opum")

_TABLES = """
CREATE TABLE IF NOT EXISTS salts (day TEXT PRIMARY KEY, salt BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visits (
    kind TEXT, stretch INTEGER, address TEXT, visits INTEGER NOT NULL, PRIMARY KEY (kind, stretch, address)
) WITHOUT ROWID;
"""
_SEEN = f"""
SELECT stretch, visits FROM visits WHERE kind = ? AND address = ?
AND stretch IN ({", ".join("?" * (PARTS + 1))}) ORDER BY stretch
"""  # noqa: S608  question marks only
_COUNT = """
INSERT INTO visits (kind, stretch, address, visits) VALUES (?, ?, ?, 1)
ON CONFLICT (kind, stretch, address) DO UPDATE SET visits = visits + 1
"""


@dataclass(frozen=True)
class Allowance:
    """Lets each address come `most` times in `seconds`; the next visit raises `TooMany`."""

    kind: str
    most: int
    seconds: int


PUBLIC = Allowance("public", 120, 60)
"""The pages of results that need no sign-in."""


def count_visit(allowed: Allowance, address: str) -> None:
    """Count a visit. Raises TooMany where there were as many as may be in the time before.

    Where the file cannot be written the visit passes uncounted: a full disk must not cost anybody their page.
    """
    try:
        with _shared(visits_dir() / "visits.db") as shared:
            _count(shared, allowed, address)
    except sqlite3.Error as error:
        log.warning("a visit could not be counted: %s", error)
        if error.sqlite_errorcode in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            forget_visits()


def forget_visits() -> None:
    """Begin anew: nobody has come yet."""
    for path in visits_dir().iterdir():
        path.unlink(missing_ok=True)


@contextmanager
def _shared(path: Path) -> Iterator[sqlite3.Connection]:
    """Hold the file that all processes count in; what was written is kept at the end, whatever the end."""
    shared = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for setting in (*SETTINGS, f"max_page_count = {MOST_PAGES}"):
            shared.execute(f"PRAGMA {setting}")
        shared.execute("BEGIN IMMEDIATE")
        for statement in _TABLES.split(";"):
            shared.execute(statement)
        try:
            yield shared
        finally:
            if shared.in_transaction:
                shared.execute("COMMIT")
    finally:
        shared.close()


def _count(shared: sqlite3.Connection, allowed: Allowance, address: str) -> None:
    now, length = clock.now().timestamp(), allowed.seconds / PARTS
    stretch = int(now / length)
    who = hmac.new(_salt_of_today(shared), address.encode(), sha256).hexdigest()
    shared.execute("DELETE FROM visits WHERE kind = ? AND stretch < ?", (allowed.kind, stretch - PARTS))
    near = range(stretch - PARTS, stretch + 1)
    seen = shared.execute(_SEEN, (allowed.kind, who, *near)).fetchall()
    if sum(visits for _stretch, visits in seen) >= allowed.most:
        seconds = max(1, int((seen[0][0] + PARTS + 1) * length - now))
        reason = _("Too many visits from here. Try again in %(seconds)s seconds.", seconds=seconds)
        raise TooMany(reason, seconds=seconds)
    shared.execute(_COUNT, (allowed.kind, stretch, who))


def _salt_of_today(shared: sqlite3.Connection) -> bytes:
    """Return the salt of the day; that of another day is gone, and with it what its hashes could tell."""
    today = clock.today().isoformat()
    row = shared.execute("SELECT salt FROM salts WHERE day = ?", (today,)).fetchone()
    if row is not None:
        return bytes(row[0])
    salt = secrets.token_bytes(32)
    shared.execute("DELETE FROM salts")
    shared.execute("DELETE FROM visits")
    shared.execute("INSERT INTO salts VALUES (?, ?)", (today, salt))
    return salt
