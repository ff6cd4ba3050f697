"""Times requests inside the process: both sides in turn, so that whatever the machine does hits both."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from flask import Flask

Environ = dict[str, Any]
Request = Callable[[int], Environ]
Work = Callable[[int], float]
"""Does something for the given round and returns the seconds it took."""
OK = 400
MILLISECONDS = 1000
ISSUE = {
    "kind": "free",
    "source": "proposal",
    "title": "창구 줄이기",
    "problem": "기다리는 시간이 길다.",
    "idea": "먼저 알린다.",
    "effect": "기다리는 시간이 준다.",
    "no_obstacle_expected": "y",
    "values": "speed",
}
"""A write with all that follows from it."""


@dataclass(frozen=True)
class Times:
    """Times of one side in milliseconds."""

    p50: float
    p95: float


def call(app: Flask, environ: Environ) -> tuple[float, bytes]:
    """Return how long the answer took in seconds, and its body. Anything but success is an error."""
    status: list[str] = []
    started = perf_counter()
    answer: Iterable[bytes] = app.wsgi_app(environ, lambda line, *_rest: status.append(line))  # type: ignore[arg-type]
    body = b"".join(answer)
    taken = perf_counter() - started
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    if int(status[0][:3]) >= OK:
        raise RuntimeError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {status[0]}")
    return taken, body


def in_turn(sides: tuple[tuple[Flask, Request], ...], *, rounds: int) -> tuple[Times, ...]:
    """Ask every side `rounds` times, one after the other, and return their times."""

    def asking(app: Flask, request: Request) -> Work:
        return lambda number: call(app, request(number))[0]

    return alternately(tuple(asking(app, request) for app, request in sides), rounds=rounds)


def alternately(works: tuple[Work, ...], *, rounds: int, warm_up: int = 5) -> tuple[Times, ...]:
    """Do every work `rounds` times, one after the other, and return their times."""
    taken: tuple[list[float], ...] = tuple([] for _work in works)
    for number in range(rounds + warm_up):
        for work, times in zip(works, taken, strict=True):
            seconds = work(number)
            if number >= warm_up:
                times.append(seconds * MILLISECONDS)
    return tuple(map(times_of, taken))


def times_of(taken: Sequence[float]) -> Times:
    """Return median and p95 of what was measured, in the same unit."""
    return Times(median(taken), quantiles(taken, n=20)[-1])
