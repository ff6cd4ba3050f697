"""작업 프로세스: how many may work at once, and whether one still lives.

A process holds the lock of its slot as long as it lives, so that nobody has to guess from a heartbeat. SQLite has one
slot (one writer at a time), PostgreSQL as many as `OPUM_JOB_WORKERS` says.
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from app.core.database import db
from app.core.instance import jobs_dir
from app.jobs.locks import content_if_held, take


@dataclass(frozen=True)
class Worker:
    """A process that works. `name` is kept in the jobs it runs."""

    name: str


@contextmanager
def slot(*, permanent: bool = False) -> Iterator[Worker | None]:
    """Hold a free slot, or get None. A `permanent` worker keeps the pages from starting processes of their own."""
    for number in range(_slots()):
        descriptor = take(_file(number))
        if descriptor is None:
            continue
        try:
            name = f"{number}-{secrets.token_hex(6)}"
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps({"name": name, "permanent": permanent}).encode(), 0)
            yield Worker(name)
        finally:
            os.close(descriptor)
        return
    yield None


def is_alive(name: str | None) -> bool:
    """Whether the worker of this name still holds its slot."""
    number = (name or "").partition("-")[0]
    if not number.isdigit():
        return False
    holder = _holder(int(number))
    return holder is not None and holder.get("name") == name


def is_one_needed() -> bool:
    """Whether a page should start a process: a slot is free, and no permanent worker is there."""
    holders = [_holder(number) for number in range(_slots())]
    return None in holders and not any(holder and holder.get("permanent") for holder in holders)


def _slots() -> int:
    return 1 if db.engine.dialect.name == "sqlite" else int(current_app.config["JOB_WORKERS"])


def _file(number: int) -> Path:
    return jobs_dir() / f"worker-{number}.lock"


def _holder(number: int) -> Mapping[str, object] | None:
    """Return what the holder of a slot wrote into it; None if nobody holds it."""
    content = content_if_held(_file(number))
    if content is None:
        return None
    try:
        found: Mapping[str, object] = json.loads(content)
    except ValueError:
        return {}
    return found
