"""계측: what this process has answered since it began, counted in memory and left in a file of its own.

A server has several processes, and whoever asks for the figures reaches one of them. So each leaves its counts in
`instance/metrics/<pid>.json` every few seconds, and the one that is asked reads the files of all that live. The counts
carry the process as a label, as watchers expect of counters that begin at 0 again: no counting is shared, so none waits.
"""

import json
import os
import secrets
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic, perf_counter
from typing import Any

from flask import Flask, Response, g, request

from app.core.instance import metrics_dir

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram of answering times, in seconds; what takes longer is in the last bucket."""
LEFT_EVERY = 5.0
NOWHERE = "(none)"
"""Stands for an address that leads to no page."""


@dataclass
class Counts:
    """What one process has counted: requests by (route, class of status), and answering times."""

    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def add(self, route: str, code: int, seconds: float) -> None:
        """Count one answer."""
        self.requests[route, f"{code // 100}xx"] += 1
        self.buckets[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds

    def as_plain(self) -> dict[str, Any]:
        """Return the counts as JSON values."""
        rows = [[route, status, count] for (route, status), count in sorted(self.requests.items())]
        return {"requests": rows, "buckets": self.buckets, "seconds": self.seconds}


_counts = Counts()
_lock = Lock()
_left_at = 0.0


def init_app(app: Flask) -> None:
    """Count every request. Call before other hooks are installed: they then run within what is measured."""
    app.before_request(_begin)
    app.after_request(_count)


def _begin() -> None:
    g.began = perf_counter()


def _count(response: Response) -> Response:
    began = g.get("began")
    route = request.url_rule.rule if request.url_rule is not None else NOWHERE
    with _lock:
        _counts.add(route, response.status_code, 0.0 if began is None else perf_counter() - began)
    _leave()
    return response


def _leave() -> None:
    """Leave the counts for the other processes, now and then. A full disk must not cost anybody their page."""
    global _left_at  # noqa: PLW0603  one moment for the process
    if monotonic() - _left_at < LEFT_EVERY:
        return
    _left_at = monotonic()
    with _lock:
        content = json.dumps(_counts.as_plain())
    with suppress(OSError):
        _replace(metrics_dir() / f"{os.getpid()}.json", content)


def _replace(path: Path, content: str) -> None:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def all_counts() -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (process id, counts) of every process that lives: its own as they are, the others' as they left them."""
    with _lock:
        own = _counts.as_plain()
    yield os.getpid(), own
    for path in sorted(metrics_dir().glob("*.json")):
        process = int(path.stem) if path.stem.isdecimal() else 0
        if process == os.getpid():
            continue
        if not _lives(process):
            path.unlink(missing_ok=True)
            continue
        with suppress(OSError, ValueError):
            yield process, json.loads(path.read_text(encoding="utf-8"))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return process > 0
