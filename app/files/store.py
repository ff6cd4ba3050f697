"""Files on disk by their SHA-256: `<instance>/evidence/ab/cdef…`. A file is there whole, or not at all."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from app.core import clock
from app.core.errors import Refused
from app.core.instance import evidence_dir
from app.core.messages import _
from app.files.rules import MAX_SIZE

_CHUNK = 1024 * 1024


class DamagedFile(Exception):
    """A stored file is gone or its content has changed."""


@dataclass(frozen=True)
class Received:
    """A file that has come in completely and has not been judged yet."""

    path: Path
    sha256: str
    size: int


@contextmanager
def receive(stream: IO[bytes]) -> Iterator[Received]:
    """Write a stream to a temporary file, which is gone at the end unless it was kept.

    Raises `Refused` for an empty file or one over 20 MB.
    """
    path = evidence_dir() / f".{secrets.token_hex(16)}.part"
    try:
        yield _write(stream, path)
    finally:
        path.unlink(missing_ok=True)


def keep(received: Received) -> None:
    """Move a received file to its place; a sound file of the same content stays and counts as new."""
    target = path_of(received.sha256)
    if _is_sound(target, received.sha256) and _renew(target):
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    received.path.replace(target)
    _sync_folder(target.parent)
    _sync_folder(target.parent.parent)


def path_of(sha256: str) -> Path:
    """Return where the file with this hash is kept."""
    return evidence_dir() / sha256[:2] / sha256[2:]


def read(sha256: str) -> bytes:
    """Return the content of a stored file. Raises `DamagedFile` if it is not what was handed in."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError as error:
        raise DamagedFile(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFile(sha256)
    return content


def files_before(moment: datetime) -> Iterator[tuple[Path, str | None]]:
    """Yield the files that came before the moment with their hashes; None for half an upload."""
    root = evidence_dir()
    for path in root.rglob("*"):
        if path.is_file() and path.stat().st_mtime < moment.timestamp():
            yield path, None if path.parent == root else path.parent.name + path.name


def remove(path: Path, *, before: datetime) -> bool:
    """Remove a file, unless it was handed in anew since the moment. Returns whether it is gone.

    It is taken aside first, so that somebody who hands it in at the same time finds nothing and keeps their own copy.
    """
    aside = evidence_dir() / f".{secrets.token_hex(16)}.part"
    path.rename(aside)
    if aside.stat().st_mtime >= before.timestamp() and not path.exists():
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _renew(path: Path) -> bool:
    """Make the file as new as if it had just come; False if it is gone by now."""
    now = clock.now().timestamp()
    try:
        os.utime(path, (now, now))
    except FileNotFoundError:
        return False
    return True


def _is_sound(path: Path, sha256: str) -> bool:
    try:
        read(sha256)
    except DamagedFile:
        return False
    return path.is_file()


def _write(stream: IO[bytes], path: Path) -> Received:
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > MAX_SIZE:
                raise Refused(_("The file is larger than %(most)s MB.", most=MAX_SIZE // _CHUNK))
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise Refused(_("The file is empty."))
    return Received(path, digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
