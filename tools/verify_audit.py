"""Checks an exported audit chain on any machine with Python, without Opum and without its database.

    python verify_audit.py EXPORT.jsonl KEYFILE [ANCHORS]

EXPORT is what `flask audit export` wrote, KEYFILE the office's `instance/keys/audit.key`, ANCHORS a
folder with the daily anchor files. Exit 0 only if the chain is whole; each problem is a line on stderr.
"""

import hashlib
import hmac
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
HEAD_DAMAGED = "audit_head_damaged"
MINIMUM_ARGUMENTS = 2
SIGNED = (
    "seq",
    "at",
    "actor_id",
    "event",
    "subject_type",
    "subject_id",
    "department_id",
    "details",
    "previous_hash",
)
"""The columns of an entry, in the order in which they are signed."""

Anchors = dict[int, list[tuple[str, str]]]
Note = Callable[[str], None]


def sign(key: bytes, content: bytes) -> str:
    """Return the HMAC-SHA-256 in hex."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def canonical(entry: dict[str, Any]) -> bytes:
    """Return the bytes of an entry that are signed."""
    columns = [entry[name] for name in SIGNED]
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()


def read_anchors(folder: Path | None, note: Note) -> Anchors:
    """Read the anchor files by the number of the entry they point to."""
    anchors: Anchors = {}
    for path in sorted(folder.glob("*.json")) if folder else []:
        try:
            content = json.loads(path.read_bytes())
            anchors.setdefault(int(content["seq"]), []).append((path.name, str(content["hash"])))
        except (OSError, ValueError, KeyError, TypeError):
            note(f"The anchor {path.name} cannot be read.")
    return anchors


def meet_anchors(anchors: Anchors, seq: int, found_hash: str, note: Note) -> None:
    """Compare an entry with the anchors that point to it."""
    for name, anchored_hash in anchors.pop(seq, ()):
        if anchored_hash != found_hash:
            note(f"The anchor {name} does not match entry {seq}.")


def check_chain(lines: Iterator[str], key: bytes, anchors: Anchors, note: Note) -> int:
    """Walk along the chain, noting everything that is wrong. Returns the number of entries."""
    seq, last_hash, head, count = 0, GENESIS, None, 0
    meet_anchors(anchors, 0, GENESIS, note)
    for line in lines:
        entry = json.loads(line)
        if "head" in entry:
            head = entry["head"]
            break
        check_entry(entry, key, seq, last_hash, note)
        seq, last_hash, count = entry["seq"], entry["hash"], count + 1
        meet_anchors(anchors, seq, last_hash, note)
    check_head(head, key, seq, last_hash, note)
    for anchored, left in anchors.items():
        for name, _hash in left:
            note(f"The anchor {name} points to entry {anchored}, which is gone.")
    return count


def check_entry(entry: dict[str, Any], key: bytes, seq: int, last_hash: str, note: Note) -> None:
    """Check one entry against the one before it."""
    number = entry["seq"]
    if number != seq + 1:
        note(f"Entry {seq + 1} is missing.")
    elif entry["previous_hash"] != last_hash:
        note(f"Entry {number} does not follow the entry before it.")
    if not hmac.compare_digest(sign(key, canonical(entry)), str(entry["hash"])):
        note(f"Entry {number} was changed after it was written.")
    if entry["event"] == HEAD_DAMAGED:
        note(f"Before entry {number} the end of the chain had been changed by hand.")


def check_head(head: dict[str, Any] | None, key: bytes, seq: int, last_hash: str, note: Note) -> None:
    """Check that the chain ends where the office says it does."""
    if head is None:
        if seq:
            note("The head of the chain is gone.")
        return
    if not hmac.compare_digest(sign(key, f"head:{head['seq']}:{head['hash']}".encode()), str(head["signature"])):
        note("The head of the chain was changed by hand.")
    if seq < head["seq"]:
        note(f"The chain ends at entry {seq}, but {head['seq']} were written.")
    elif (seq, last_hash) != (head["seq"], head["hash"]):
        note("The end of the chain does not match its head.")


def main(arguments: list[str]) -> int:
    """Check the files named on the command line."""
    if len(arguments) not in {MINIMUM_ARGUMENTS, MINIMUM_ARGUMENTS + 1}:
        print("Usage: verify_audit.py EXPORT.jsonl KEYFILE [ANCHORS]", file=sys.stderr)
        return 2
    problems: list[str] = []
    try:
        key = Path(arguments[1]).read_bytes()
        folder = Path(arguments[2]) if len(arguments) > MINIMUM_ARGUMENTS else None
        if folder and not folder.is_dir():
            raise NotADirectoryError(f"{folder} is no folder")
        anchors = read_anchors(folder, problems.append)
        with Path(arguments[0]).open(encoding="utf-8") as file:
            count = check_chain(file, key, anchors, problems.append)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"The files cannot be read: {error!r}", file=sys.stderr)
        return 2
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{count} entries, {'chain broken' if problems else 'chain whole'}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
