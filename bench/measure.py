"""Times requests inside the process: both sides in turn, so that whatever the machine does hits both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from flask import Flask

Environ = dict[str, Any]
Request = Callable[[int], Environ]
OK = 400
MILLISECONDS = 1000


@dataclass(frozen=True)
class Times:
    """Times of one side in milliseconds."""

    p50: float
    p95: float


def call(app: Flask, environ: Environ) -> tuple[float, bytes]:
    """Return how long the answer took in seconds, and its body. Anything but success is an error."""
    status: list[str] = []
    started = perf_counter()
    answer: Iterable[bytes] = app.wsgi_app(environ, lambda line, *_rest: status.append(line))  # type: ignore[arg-type,return-value]
    body = b"".join(answer)
    taken = perf_counter() - started
    close = getattr(answer, "close", None)
    if close is not None:
        close()
    if int(status[0][:3]) >= OK:
        raise RuntimeError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}: {status[0]}")
    return taken, body


def in_turn(sides: tuple[tuple[Flask, Request], ...], *, rounds: int, warm_up: int = 5) -> tuple[Times, ...]:
    """Call every side `rounds` times, one after the other, and return their times."""
    taken: tuple[list[float], ...] = tuple([] for _side in sides)
    for number in range(rounds + warm_up):
        for (app, request), times in zip(sides, taken, strict=True):
            seconds, _body = call(app, request(number))
            if number >= warm_up:
                times.append(seconds * MILLISECONDS)
    return tuple(Times(median(times), quantiles(times, n=20)[-1]) for times in taken)
