"""`make bench`: fills an office, measures pages and a write against the floor, writes `bench/RESULTS.md`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.dashboards import BIG_OFFICE, INDICATORS, dashboard_table, dashboards
from bench.documents import document_table, made
from bench.fill import Size
from bench.handling import handling_table, read_in
from bench.ledger import LONG, SHORT, growths, ledger_size, ledger_table
from bench.measure import ISSUE, Times, call, in_turn
from bench.offices import Office, beside, office
from bench.scoring import scoring_size, scoring_table, year_of_scores
from bench.searching import index, searches, searching_table

PARTS = {
    "pages": "pages, a write and ledgers of two lengths",
    "scoring": "the scoring of a year",
    "dashboards": "the dashboards of a big office",
    "documents": "the report of a round in three formats",
    "search": "the search",
    "voice": "handling records: 100,000 rows in, pages over a million",
}
"""What there is to measure."""
RESULTS = Path(__file__).parent / "RESULTS.md"
SMALL = Size(departments=6, people=30, tasks=60, issues=60, transfers=300, cases=60, obstacles=60)
MANY_DEPARTMENTS = replace(SMALL, departments=40, people=200)


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

"Ledger" is two offices that differ in nothing but the length of the ledger, asked in turn. Person 1 has 60 transfers in
both, person 2 every fifth of all, the issuing pool all of them.
"""


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


def keep(tables: list[str]) -> None:
    """Put the tables into the results, in the place of those with the same heading up to the first comma."""
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    by_heading = {part.split(",")[0]: part.rstrip("\n") for part in (*parts, *(table[3:] for table in tables))}
    order = sorted(
        by_heading,
        key=lambda heading: (
            heading.startswith(("Ledger", "Scoring", "Dashboards", "Documents", "Search", "Handling")),
            heading != "SQLite",
            heading,
        ),
    )
    text = "\n## ".join([INTRODUCTION, *(by_heading[heading] + "\n" for heading in order)])
    RESULTS.write_text(text, encoding="utf-8")


def main() -> None:
    """Run what was chosen, everything where nothing was, and write the results down."""
    chosen = options().parse_args()
    size, rounds = (SMALL, 5) if chosen.quick else (Size(), chosen.rounds)
    lengths = (400, 1_200) if chosen.quick else (SHORT, LONG)
    url = os.environ.pop("OPUM_DATABASE_URL", None)
    engine, quick = ("PostgreSQL" if url else "SQLite"), chosen.quick
    parts: dict[str, Callable[[], list[str]]] = {
        "pages": lambda: pages_and_ledgers(url, engine, size, rounds, lengths),
        "scoring": lambda: [scores_of(url, engine, quick=quick, rounds=rounds)],
        "dashboards": lambda: [dashboards_of(url, engine, quick=quick, rounds=rounds)],
        "documents": lambda: [documents_of(url, engine, quick=quick, rounds=rounds)],
        "search": lambda: [searches_of(url, engine, size, rounds)],
        "voice": lambda: [handling_of(url, engine, quick=quick, rounds=rounds)],
    }
    for name in wanted(chosen):
        told(parts[name](), quick=quick)


def options() -> argparse.ArgumentParser:
    """Return the arguments: parts that are named are measured alone."""
    asked = argparse.ArgumentParser(description="Measure the product against the floor: everything, or what is named.")
    asked.add_argument("--rounds", type=int, default=200)
    asked.add_argument("--quick", action="store_true", help="a small office, few rounds: shows that it runs")
    for name, about in PARTS.items():
        asked.add_argument(f"--{name}", action="store_true", help=about)
    return asked


def wanted(chosen: argparse.Namespace) -> list[str]:
    """Return the parts to measure: all of them where none is named."""
    return [name for name in PARTS if getattr(chosen, name)] or list(PARTS)


def told(tables: list[str], *, quick: bool) -> None:
    """Print the tables, and keep them if they were measured in earnest."""
    sys.stdout.write("\n".join(tables) + "\n")
    if not quick:
        keep(tables)


def scores_of(url: str | None, engine: str, *, quick: bool, rounds: int) -> str:
    """Measure the scoring of a year; return its table."""
    size = scoring_size(6 if quick else 200)
    with beside(url, "scoring") as another, office(size, another) as year:
        return scoring_table(engine, year_of_scores(year, size, 6 if quick else 60, rounds))


def dashboards_of(url: str | None, engine: str, *, quick: bool, rounds: int) -> str:
    """Measure the dashboards; return their table."""
    size, indicators = (SMALL, 6) if quick else (BIG_OFFICE, INDICATORS)
    with beside(url, "dashboards") as another, office(size, another) as place:
        return dashboard_table(engine, size, indicators, list(dashboards(place, size, rounds, indicators)))


def searches_of(url: str | None, engine: str, size: Size, rounds: int) -> str:
    """Measure the search; return its table."""
    with beside(url, "search") as another, office(replace(size, transfers=SMALL.transfers), another) as place:
        index(place)
        return searching_table(engine, size, list(searches(place, rounds)))


def handling_of(url: str | None, engine: str, *, quick: bool, rounds: int) -> str:
    """Measure reading handling records in and the pages over them; return the table."""
    with (
        beside(url, "handling") as one,
        beside(url, "handling_few") as other,
        office(MANY_DEPARTMENTS, one) as place,
        office(MANY_DEPARTMENTS, other) as small,
    ):
        return handling_table(engine, read_in(place, small, 2_000 if quick else 100_000, rounds))


def documents_of(url: str | None, engine: str, *, quick: bool, rounds: int) -> str:
    """Measure the report of a round in three formats; return its table."""
    size, indicators = (scoring_size(6), 6) if quick else (scoring_size(60), 60)
    with beside(url, "documents") as another, office(size, another) as place:
        return document_table(engine, size.departments, indicators, made(place, indicators, rounds))


def pages_and_ledgers(url: str | None, engine: str, size: Size, rounds: int, lengths: tuple[int, int]) -> list[str]:
    """Measure pages, a write and ledgers of two lengths; return their tables."""
    with (
        beside(url, "big") as big,
        beside(url, "small") as little,
        office(size, big) as place,
        office(SMALL, little) as small,
    ):
        lines = list(measured(place, rounds))
        grown = dict(growth(place, small, rounds))
    with (
        beside(url, "short") as one,
        beside(url, "long") as other,
        office(ledger_size(lengths[0]), one) as short,
        office(ledger_size(lengths[1]), other) as long,
    ):
        lengthened = list(growths(short, long, rounds))
    return [report(size, engine, lines, grown), ledger_table(engine, lengths, lengthened)]


if __name__ == "__main__":
    main()
