"""From a published fact to a sealed entry.

`record` only queues: the head of the chain is the one row every writer needs, so it is taken last,
when everything else of the transaction is done, and held for a moment only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast, get_args, get_type_hints

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy import event as orm_event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from app.audit import rules
from app.audit.models import AuditEntry, AuditHead
from app.core import clock
from app.core.database import before_commit, db
from app.core.events import Event, FreeText
from app.core.instance import secret

KEY = "audit"
TEXT_KEY = "audit-text"
_QUEUE = "audit_queue"
_MARKS = "audit_marks"


@dataclass(frozen=True)
class Draft:
    """A fact that waits for its number."""

    at: datetime
    actor_id: int | None
    event: str
    subject_type: str
    subject_id: int
    department_id: int | None
    details: str


def record(event: Event) -> None:
    """Queue an audit entry for a fact; the transaction of the fact seals it. Reaction to every `Event`."""
    draft = Draft(
        at=clock.now(),
        actor_id=event.actor_id,
        event=rules.event_name(type(event).__name__),
        subject_type=event.subject,
        subject_id=event.subject_id,
        department_id=getattr(event, "department_id", None),
        details=rules.canonical_details(_without_words(event)),
    )
    session = db.session()
    if not session.in_transaction():
        session.begin()  # without a transaction there would be nothing whose rollback forgets the draft
    session.info.setdefault(_QUEUE, []).append(draft)


@before_commit
def seal() -> None:
    """Give the queued entries their numbers and hashes and write them: the last work of a transaction."""
    queue: list[Draft] = db.session.info.pop(_QUEUE, [])
    if not queue:
        return
    key = secret(KEY)
    head = _take_head(key)
    if head.signature != rules.sign_head(key, head.seq, head.hash):
        queue.insert(0, _scar(head))
    rows = _chained(key, head, queue)
    db.session.execute(_WRITE, rows)
    seq, last_hash = rows[-1]["seq"], rows[-1]["hash"]
    moved: Any = db.session.execute(
        _MOVE,
        {"held": head.seq, "to": seq, "to_hash": last_hash, "to_signature": rules.sign_head(key, seq, last_hash)},
    )
    if moved.rowcount != 1:
        raise RuntimeError("The head of the audit chain moved while it was held.")


_head = cast("Table", AuditHead.__table__).c
_WRITE = insert(cast("Table", AuditEntry.__table__))
_MOVE = (
    update(cast("Table", AuditHead.__table__))
    .where(_head.id == 1, _head.seq == bindparam("held"))
    .values(seq=bindparam("to"), hash=bindparam("to_hash"), signature=bindparam("to_signature"))
)
_HOLD = select(_head.seq, _head.hash, _head.signature).where(_head.id == 1).with_for_update()
"""Every write of the product runs these three: they are put together once."""


def _chained(key: bytes, head: rules.Head, queue: list[Draft]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    previous = head.hash
    for seq, draft in enumerate(queue, start=head.seq + 1):
        entry = rules.Entry(seq=seq, previous_hash=previous, **vars(draft))
        previous = rules.sign(key, entry)
        rows.append({**vars(entry), "hash": previous})
    return rows


def _take_head(key: bytes) -> rules.Head:
    """Hold the head row until the end of the transaction. The very first writer makes it."""
    found = db.session.execute(_HOLD).one_or_none()
    if found is None:
        _make_head(key)
        found = db.session.execute(_HOLD).one()
    return rules.Head(*found)


def _make_head(key: bytes) -> None:
    dialect = sqlite if db.session.get_bind().dialect.name == "sqlite" else postgresql
    first = {"id": 1, "seq": 0, "hash": rules.GENESIS, "signature": rules.sign_head(key, 0, rules.GENESIS)}
    db.session.execute(dialect.insert(AuditHead).values(first).on_conflict_do_nothing())


def _scar(head: rules.Head) -> Draft:
    details = rules.canonical_details({"found_hash": head.hash, "found_seq": head.seq})
    return Draft(clock.now(), None, rules.HEAD_DAMAGED, "audit_head", 1, None, details)


def _without_words(event: Event) -> Mapping[str, object]:
    """Return the event's details with a keyed hash in the place of everything a person typed."""
    details = event.details()
    free = _free_fields(type(event))
    if not free:
        return details
    key = secret(TEXT_KEY)
    return {name: _hidden(key, name, value) if name in free else value for name, value in details.items()}


def _hidden(key: bytes, name: str, value: object) -> object:
    if value is None:
        return None
    if isinstance(value, list):
        return [_hidden(key, name, item) for item in value]
    return rules.hide_text(key, name, str(value))


_free: dict[type[Event], frozenset[str]] = {}


def _free_fields(kind: type[Event]) -> frozenset[str]:
    if kind not in _free:
        _free[kind] = frozenset(name for name, hint in get_type_hints(kind).items() if _mentions_free_text(hint))
    return _free[kind]


def _mentions_free_text(hint: Any) -> bool:  # noqa: ANN401  any annotation
    return hint is FreeText or any(_mentions_free_text(part) for part in get_args(hint))


@orm_event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_QUEUE, ()))


@orm_event.listens_for(Session, "after_transaction_end")
def _unmark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_MARKS, None)


@orm_event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """What was rolled back has not happened: forget its facts, back to the savepoint or all of them."""
    queue = session.info.get(_QUEUE)
    if queue:
        del queue[session.info.get(_MARKS, {}).get(previous, 0) :]


@orm_event.listens_for(Session, "before_commit")
def _refuse_unsealed(session: Session) -> None:
    if session.info.get(_QUEUE) and not session.in_nested_transaction():
        raise RuntimeError("Facts without audit entries: commit by `with transaction():`, never by the session.")
