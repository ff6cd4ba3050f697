"""`make bench`: fills an office, measures pages and a write against the floor, writes `bench/RESULTS.md`."""

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from re import search
from secrets import token_hex

from flask import Flask
from flask_migrate import upgrade
from werkzeug.test import EnvironBuilder

from app.accounts.queries.actors import actor_of_person
from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.core.database import db, transaction
from app.factory import create_app
from app.innovation.enums import Stage
from bench.fill import Size, fill
from bench.floor import make_floor
from bench.measure import Environ, Request, Times, call, in_turn

RESULTS = Path(__file__).parent / "RESULTS.md"
SMALL = Size(departments=6, people=30, tasks=60, issues=60, transfers=300, cases=60, obstacles=60)


@dataclass(frozen=True)
class Work:
    """One line of the results: a page of the product, the floor's counterpart, and how many times it may cost."""

    name: str
    path: str
    floor: str
    goal: float


PAGES = (
    Work("issues, 50 of a list", "/issues", "/issues", 2),
    Work("tasks as a table, 50", "/tasks?view=table", "/tasks", 2),
    Work("board, six stages", "/tasks", "/board", 2),
    Work("task page", "/tasks/7", "/task", 3),
    Work("library of cases, 50", "/cases", "/cases", 2),
    Work("obstacle wall, 50", "/obstacles", "/obstacles", 2),
    Work("mileage board", "/mileage/board", "/points", 2),
    Work("own statement", "/mileage", "/statement", 2),
)
WRITE = Work("an issue handed in, with all that follows", "/issues", "/issues", 2)
INTRODUCTION = """# What `make bench` measured

Product and floor in one process, in turn, production settings, one worker. The floor (`bench/floor.py`) has the same
sign-in, CSRF token and layout and hand-written SQL, and nothing else. "× small office" is the same page against an
office of 60 tasks. Only ratios mean anything on another machine.
"""


@dataclass(frozen=True)
class Office:
    """A filled office: the product, the floor, and how to ask either as the control tower."""

    product: Flask
    floor: Flask
    cookie: str

    def get(self, path: str) -> Request:
        """Make a request for a page, built anew each time outside the clock."""
        return lambda _number: self._environ(path)

    def post(self, app: Flask, path: str, fields: dict[str, str]) -> Request:
        """Make a request that writes: token and session are taken once, key and number differ each time."""
        cookie, token = self._token(app)

        def build(number: int) -> Environ:
            unique = {"number": f"x{token_hex(6)}", "idempotency_key": token_hex(12)}
            data = {**fields, **unique, "title": f"{fields['title']} {number}", "csrf_token": token}
            return self._environ(path, method="POST", data=data, extra=cookie)

        return build

    def _token(self, app: Flask) -> tuple[str, str]:
        client = app.test_client()
        client.set_cookie(SESSION_COOKIE, self.cookie)
        page = client.get("/issues/new" if app is self.product else "/issues")
        found = search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        session = client.get_cookie("session")
        assert found is not None
        assert session is not None
        return f"; session={session.value}", found[1]

    def _environ(self, path: str, *, extra: str = "", **given: object) -> Environ:
        headers = {"Cookie": f"{SESSION_COOKIE}={self.cookie}{extra}", "Origin": "http://localhost"}
        environ = EnvironBuilder(path, base_url="http://localhost", headers=headers, **given).get_environ()  # type: ignore[arg-type]
        environ["wsgi.errors"] = BytesIO()
        return environ


@contextmanager
def office(size: Size, url: str | None = None) -> Iterator[Office]:
    """A filled office in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        overrides = {"SQLALCHEMY_DATABASE_URI": url} if url else None
        product = create_app(overrides, instance=Path(folder))
        with product.app_context():
            upgrade()
            with transaction():
                fill(size)
            actor = actor_of_person(1)
            assert actor is not None
            with transaction():
                cookie = sign_in.start_session(actor, address="127.0.0.1", demo=True)
            engine = db.engine
            db.session.remove()
        floor = make_floor(engine, token_hex(16), [stage.value for stage in Stage])
        gc.collect()
        gc.freeze()
        yield Office(product, floor, cookie)
        engine.dispose()


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


def measured(place: Office, rounds: int) -> Iterator[tuple[Work, Times, Times, int]]:
    """Measure every page, then one write with all that follows from it."""
    for work in PAGES:
        sides = ((place.product, place.get(work.path)), (place.floor, place.get(work.floor)))
        product, floor = in_turn(sides, rounds=rounds)
        yield work, product, floor, len(call(place.product, place.get(work.path)(0))[1])
    ask = place.post(place.product, WRITE.path, ISSUE), place.post(place.floor, WRITE.floor, ISSUE)
    product, floor = in_turn(((place.product, ask[0]), (place.floor, ask[1])), rounds=rounds)
    yield WRITE, product, floor, 0


def growth(big: Office, small: Office, rounds: int) -> Iterator[tuple[Work, float]]:
    """Measure how many times dearer each page is in the big office than in the small one."""
    for work in PAGES:
        sides = ((big.product, big.get(work.path)), (small.product, small.get(work.path)))
        large, little = in_turn(sides, rounds=rounds)
        yield work, large.p50 / little.p50


def report(size: Size, engine: str, lines: list[tuple[Work, Times, Times, int]], grown: dict[Work, float]) -> str:
    """Write the results as a table."""
    head = (
        f"## {engine}, {size.tasks:,} tasks, {size.issues:,} issues, {size.cases:,} cases, {size.transfers:,} transfers, {size.people:,} people\n\n"
        "| work | p50 ms | p95 ms | floor p50 ms | × floor | goal | × small office | kB |\n|---|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {work.name} | {ours.p50:.2f} | {ours.p95:.2f} | {bare.p50:.2f} | {ours.p50 / bare.p50:.1f} | ≤ {work.goal:g} "
        f"| {f'{grown[work]:.2f}' if work in grown else '–'} | {f'{weight / 1024:.0f}' if weight else '–'} |\n"
        for work, ours, bare, weight in lines
    )


def main() -> None:
    """Run everything and write the results down."""
    options = argparse.ArgumentParser(description="Measure the product against the floor.")
    options.add_argument("--rounds", type=int, default=200)
    options.add_argument("--quick", action="store_true", help="a small office, few rounds: shows that it runs")
    chosen = options.parse_args()
    size, rounds = (SMALL, 5) if chosen.quick else (Size(), chosen.rounds)
    url = os.environ.pop("OPUM_DATABASE_URL", None)  # the small office beside it stays on SQLite
    with office(size, url) as place, office(SMALL) as small:
        lines = list(measured(place, rounds))
        grown = {} if url else dict(growth(place, small, rounds))
    table = report(size, "PostgreSQL" if url else "SQLite", lines, grown)
    sys.stdout.write(table)
    if not chosen.quick:
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else INTRODUCTION
        kept = [part for part in before.split("\n## ") if not part.startswith(table[3:].split(",")[0])]
        RESULTS.write_text("\n## ".join([*kept, table[3:]]), encoding="utf-8")


if __name__ == "__main__":
    main()
