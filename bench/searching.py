"""Searching the whole office: a frequent and a rare word against the floor's list page."""

from collections.abc import Iterator

from sqlalchemy import text

from app.core.database import db, transaction
from app.innovation.services.search import index_missing_for_search
from bench.fill import Size
from bench.measure import Times, call, in_turn
from bench.offices import Office

GOAL = 3
EVERYTHING = 10**9
SEARCHES = (
    ("a word of two letters in half of all records", "/search?q=한 번에"),
    ("a frequent word", "/search?q=민원"),
    ("two frequent words", "/search?q=민원 안내"),
    ("a long frequent word, spaced otherwise", "/search?q=체납안내"),
    ("a rare number", "/search?q=2026-17777"),
    ("a word nobody wrote", "/search?q=다람쥐"),
    ("one kind, a frequent word", "/search?q=민원&kind=issue"),
)


def index(place: Office) -> None:
    """Bring the records that were written in bulk into the index."""
    with place.product.app_context():
        with transaction():
            index_missing_for_search(EVERYTHING)
        if db.engine.dialect.name == "postgresql":
            with transaction() as session:  # a running office has it done by the server in time
                session.execute(text("ANALYZE"))


def searches(place: Office, rounds: int) -> Iterator[tuple[str, Times, Times, int]]:
    """Measure each search beside the floor's list of issues."""
    for name, path in SEARCHES:
        sides = ((place.product, place.get(path)), (place.floor, place.get("/issues")))
        product, floor = in_turn(sides, rounds=rounds)
        yield name, product, floor, len(call(place.product, place.get(path)(0))[1])


def searching_table(engine: str, size: Size, lines: list[tuple[str, Times, Times, int]]) -> str:
    """Write the results as a table."""
    head = (
        f"## Search on {engine}, {size.issues:,} issues, {size.tasks:,} tasks, {size.cases:,} cases\n\n"
        "| search | p50 ms | p95 ms | floor's list p50 ms | × floor | goal | kB |\n|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {name} | {ours.p50:.2f} | {ours.p95:.2f} | {bare.p50:.2f} | {ours.p50 / bare.p50:.1f} | ≤ {GOAL} "
        f"| {weight / 1024:.0f} |\n"
        for name, ours, bare, weight in lines
    )
