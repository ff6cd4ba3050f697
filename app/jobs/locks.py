"""Locks that tell whether a process lives: the kernel gives them back at its death, however it died."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.instance import jobs_dir

TRIES = 5
BETWEEN_TRIES = 0.02
"""Who looks whether a lock is held holds it shared for an instant; that must not turn its owner away."""
CONTENT = 1000


def take(path: Path) -> int | None:
    """Take a lock; return its open file, or None if somebody holds it."""
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    for _try in range(TRIES):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BETWEEN_TRIES)
        else:
            return descriptor
    os.close(descriptor)
    return None


def content_if_held(path: Path) -> bytes | None:
    """Return what the holder of a lock wrote into it, or None if nobody holds it."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(descriptor, CONTENT, 0)
    else:
        return None
    finally:
        os.close(descriptor)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a lock while something is done; False if somebody else holds it."""
    descriptor = take(path)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


@contextmanager
def run_alive(run_id: int) -> Iterator[None]:
    """Let others see that a scheduled run is going on."""
    with _alive(_run_file(run_id)):
        yield


def is_run_alive(run_id: int) -> bool:
    """Whether a scheduled run is going on."""
    return content_if_held(_run_file(run_id)) is not None


@contextmanager
def sender_alive(name: str) -> Iterator[None]:
    """Let others see that whoever sends mail by this name still does."""
    with _alive(_sender_file(name)):
        yield


def is_sender_alive(name: str) -> bool:
    """Whether whoever sends mail by this name still does."""
    return content_if_held(_sender_file(name)) is not None


@contextmanager
def _alive(path: Path) -> Iterator[None]:
    with held(path):
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _run_file(run_id: int) -> Path:
    return jobs_dir() / f"run-{run_id}.lock"


def _sender_file(name: str) -> Path:
    return jobs_dir() / f"sender-{name}.lock"
