"""점검: walk along the whole chain, and take it out for somebody else to walk along."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select, true

from app.audit import rules
from app.audit.enums import Permission
from app.audit.events import ChainVerified
from app.audit.models import AuditEntry, AuditHead, AuditVerification
from app.audit.policy import POLICY
from app.audit.services.anchors import read_anchors
from app.audit.services.chain import KEY
from app.core import access, clock, events
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.instance import anchors_dir, secret
from app.core.messages import _

_BATCH = 1_000


def verify_chain(anchors_dir_: Path | None = None) -> rules.Verification:
    """Check every entry, the head and every anchor (of the instance, or of the folder given). Changes nothing."""
    check = rules.ChainCheck(secret(KEY), read_anchors(anchors_dir_ or anchors_dir()))
    head = _head()
    for entry, stored_hash, head in _entries():  # noqa: B007  the head of the entries' own moment
        check.add(entry, stored_hash)
    return check.finish(head)


def create_verification(*, verification: rules.Verification, actor: Actor) -> AuditVerification:
    """Keep what a check has found, with who asked for it and when."""
    access.require(POLICY, Permission.CHAIN_VERIFY, actor)
    kept = AuditVerification(
        at=clock.now(),
        actor_id=actor.id,
        entries=verification.entries,
        intact=verification.ok,
        problems=[{"msgid": problem.msgid, "params": _plain(problem.params)} for problem in verification.problems],
    )
    db.session.add(kept)
    db.session.flush()
    events.publish(
        ChainVerified(
            actor_id=actor.id, audit_verification_id=kept.id, entries=verification.entries, intact=verification.ok
        )
    )
    return kept


def export_entries(path: Path) -> int:
    """Write the chain as JSON lines for `tools/verify_audit.py`; the last line is the head. Returns the entries.

    Raises `Refused` if the file exists.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        raise Refused(_("The file %(path)s cannot be written: %(why)s", path=path, why=error.strerror)) from error
    head = _head()
    count = 0
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for entry, stored_hash, head in _entries():  # noqa: B007  the head of the entries' own moment
            line = {**vars(entry), "at": rules.stamp(entry.at), "hash": stored_hash}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
        file.write(json.dumps({"head": vars(head) if head else None}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return count


def _head() -> rules.Head | None:
    statement = select(AuditHead.seq, AuditHead.hash, AuditHead.signature).where(AuditHead.id == 1)
    found = db.session.execute(statement).one_or_none()
    return rules.Head(*found) if found else None


def _entries() -> Iterator[tuple[rules.Entry, str, rules.Head | None]]:
    """All entries in order with their stored hashes and the head of the same moment, a batch at a time in memory."""
    entries, head = AuditEntry.__table__, AuditHead.__table__
    ends = (head.c.seq.label("head_seq"), head.c.hash.label("head_hash"), head.c.signature.label("head_signature"))
    statement = select(entries, *ends).select_from(entries.outerjoin(head, true())).order_by(entries.c.seq)
    for row in db.session.execute(statement.execution_options(yield_per=_BATCH)):
        values = dict(row._mapping)  # noqa: SLF001  the row's public mapping
        end = [values.pop(f"head_{name}") for name in ("seq", "hash", "signature")]
        stored_hash = values.pop("hash")
        yield rules.Entry(**values), stored_hash, None if end[0] is None else rules.Head(*end)


def _plain(params: object) -> dict[str, object]:
    assert isinstance(params, dict)
    return {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
