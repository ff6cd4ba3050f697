"""앵커: the end of the chain on a day, in a file outside the database."""

import json
import os
import secrets
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.audit import rules
from app.audit.models import AuditHead
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.instance import anchors_dir
from app.core.messages import _
from app.organization.enums import SettingKey
from app.organization.queries import setting


def write_anchor(day: date) -> rules.Anchor:
    """Write the day's anchor, once. Raises `Conflict` if it is there already."""
    head = db.session.execute(select(AuditHead.seq, AuditHead.hash).where(AuditHead.id == 1)).one_or_none()
    seq, last_hash = (head.seq, head.hash) if head else (0, rules.GENESIS)
    path = anchors_dir() / f"{day.isoformat()}.json"
    content = {"date": day.isoformat(), "hash": last_hash, "office": setting(SettingKey.OFFICE_NAME), "seq": seq}
    _write_once(path, json.dumps(content, ensure_ascii=False, sort_keys=True).encode())
    return rules.Anchor(path.name, seq, last_hash)


def read_anchors(folder: Path) -> Iterator[rules.Anchor]:
    """Read every anchor of a folder; one that makes no sense is told by the check. `Refused` if there is no folder."""
    if not folder.is_dir():
        raise Refused(_("There is no folder %(folder)s.", folder=folder))
    for path in sorted(folder.glob("*.json")):
        try:
            content = json.loads(path.read_bytes())
            yield rules.Anchor(path.name, int(content["seq"]), str(content["hash"]))
        except (OSError, ValueError, KeyError, TypeError):
            yield rules.Anchor(path.name, rules.UNREADABLE, "")


def _write_once(path: Path, content: bytes) -> None:
    """Let the whole file appear at once, and only if there is none: a half-written anchor proves nothing."""
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(unfinished)
    except FileExistsError as error:
        raise Conflict(_("The anchor %(name)s is already written.", name=path.name)) from error
    finally:
        unfinished.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
