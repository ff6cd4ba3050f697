"""The chain: what an entry's bytes are, how they are signed, and what breaks it.

`tools/verify_audit.py` repeats the bytes and the checks without this project. Change both or neither.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.core.messages import Message, _

GENESIS = "0" * 64
"""The hash before the first entry."""

HEAD_DAMAGED = "audit_head_damaged"
"""Event of the entry that is written when the head was found changed: a scar that stays visible."""

MOST_PROBLEMS = 100

UNREADABLE = -1
"""`seq` of an anchor whose file makes no sense."""


@dataclass(frozen=True)
class Entry:
    """One entry as it is signed. `details` is canonical JSON text, `at` the moment in UTC."""

    seq: int
    at: datetime
    actor_id: int | None
    event: str
    subject_type: str
    subject_id: int
    department_id: int | None
    details: str
    previous_hash: str


@dataclass(frozen=True)
class Head:
    """The end of the chain as the database remembers it, signed so that nobody moves it by hand."""

    seq: int
    hash: str
    signature: str


@dataclass(frozen=True)
class Anchor:
    """The end of the chain on a day, kept outside the database."""

    name: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Verification:
    """What a check of the whole chain has found."""

    entries: int
    problems: tuple[Message, ...]

    @property
    def ok(self) -> bool:
        """Whether the chain is intact."""
        return not self.problems


def event_name(class_name: str) -> str:
    """Return the stored name of an event class: ObstacleRemoved → obstacle_removed."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", class_name).lower()


def canonical_details(details: Mapping[str, object]) -> str:
    """Return details as JSON text with sorted keys, so that equal facts are equal bytes."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def stamp(at: datetime) -> str:
    """Return the moment as it is signed: UTC with microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(entry: Entry) -> bytes:
    """Return the bytes that are signed: a JSON array of all columns but the hash, in this order."""
    columns = [
        entry.seq,
        stamp(entry.at),
        entry.actor_id,
        entry.event,
        entry.subject_type,
        entry.subject_id,
        entry.department_id,
        entry.details,
        entry.previous_hash,
    ]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


def sign(key: bytes, entry: Entry) -> str:
    """Return the HMAC-SHA-256 of an entry, in hex."""
    return _hmac(key, canonical(entry))


def sign_head(key: bytes, seq: int, last_hash: str) -> str:
    """Return the HMAC-SHA-256 of the head, in hex."""
    return _hmac(key, f"head:{seq}:{last_hash}".encode())


def hide_text(key: bytes, field_name: str, text: str) -> str:
    """Return what the chain keeps of a person's words: a keyed hash, never the words."""
    return "text:" + _hmac(key, field_name.encode() + b"\0" + text.encode())


def _hmac(key: bytes, content: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()


@dataclass
class ChainCheck:
    """Walks along the chain entry by entry; `finish` says what is wrong with it.

    Detects an edit, a deletion, a changed date, two swapped entries, a cut tail (by head or anchor)
    and a complete rewrite (by anchor).
    """

    key: bytes
    anchors: Iterable[Anchor] = ()
    entries: int = 0
    last_seq: int = 0
    last_hash: str = GENESIS
    problems: list[Message] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._anchors: dict[int, list[Anchor]] = {}
        for anchor in self.anchors:
            self._anchors.setdefault(anchor.seq, []).append(anchor)
        self._meet_anchors(0, GENESIS)

    def add(self, entry: Entry, stored_hash: str) -> None:
        """Check the next entry in the order of the numbers."""
        if entry.seq != self.last_seq + 1:
            self._note(_("Entry %(seq)s is missing.", seq=self.last_seq + 1))
        elif entry.previous_hash != self.last_hash:
            self._note(_("Entry %(seq)s does not follow the entry before it.", seq=entry.seq))
        if not hmac.compare_digest(sign(self.key, entry), stored_hash):
            self._note(_("Entry %(seq)s was changed after it was written.", seq=entry.seq))
        if entry.event == HEAD_DAMAGED:
            self._note(_("Before entry %(seq)s the end of the chain had been changed by hand.", seq=entry.seq))
        self._meet_anchors(entry.seq, stored_hash)
        self.entries += 1
        self.last_seq, self.last_hash = entry.seq, stored_hash

    def finish(self, head: Head | None) -> Verification:
        """Compare the end with the head of the same moment, and name the anchors that no entry has met."""
        self._meet_head(head)
        for anchor in (anchor for left in self._anchors.values() for anchor in left):
            unread = anchor.seq == UNREADABLE
            gone = _("The anchor %(name)s points to entry %(seq)s, which is gone.", name=anchor.name, seq=anchor.seq)
            self._note(_("The anchor %(name)s cannot be read.", name=anchor.name) if unread else gone)
        return Verification(self.entries, tuple(self.problems))

    def _meet_head(self, head: Head | None) -> None:
        if head is None:
            if self.entries:
                self._note(_("The head of the chain is gone."))
            return
        if not hmac.compare_digest(sign_head(self.key, head.seq, head.hash), head.signature):
            self._note(_("The head of the chain was changed by hand."))
        if self.last_seq < head.seq:
            self._note(
                _("The chain ends at entry %(last)s, but %(seq)s were written.", last=self.last_seq, seq=head.seq)
            )
        elif (self.last_seq, self.last_hash) != (head.seq, head.hash):
            self._note(_("The end of the chain does not match its head."))

    def _meet_anchors(self, seq: int, stored_hash: str) -> None:
        for anchor in self._anchors.pop(seq, ()):
            if anchor.hash != stored_hash:
                self._note(_("The anchor %(name)s does not match entry %(seq)s.", name=anchor.name, seq=seq))

    def _note(self, problem: Message) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
