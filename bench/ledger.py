"""The ledger at two lengths: whether a balance and a statement cost the same however much there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from app.accounts.queries.actors import actor_of_person
from app.core.database import db
from app.mileage.queries.statements import own_account
from bench.fill import Size
from bench.measure import Times, Work, alternately, in_turn
from bench.offices import Office

SHORT, LONG = 10_000, 1_000_000
MANY = 2
FLAT = 1.2


@dataclass(frozen=True)
class Growth:
    """One line: what was measured in the short ledger and in the long one."""

    name: str
    short: Times
    long: Times

    @property
    def ratio(self) -> float:
        """How many times dearer it is in the long ledger."""
        return self.long.p50 / self.short.p50


def ledger_size(transfers: int) -> Size:
    """An office with few other records and a ledger of this length."""
    return Size(tasks=60, issues=60, cases=60, obstacles=60, transfers=transfers, uneven=True)


def growths(short: Office, long: Office, rounds: int) -> Iterator[Growth]:
    """Measure the balance alone, then statements: of the own account, of one with many rows, of the issuing pool."""
    yield Growth(
        "balance of one account, without a page", *alternately((_balance(short), _balance(long)), rounds=rounds)
    )
    pool = ledger_size(SHORT).people + ledger_size(SHORT).departments + 1
    for name, path in (
        ("statement, 60 rows in both", "/mileage"),
        ("statement, every fifth row of all", f"/mileage/accounts/{MANY}"),
        ("statement of the issuing pool, all rows", f"/mileage/accounts/{pool}"),
    ):
        sides = ((short.product, short.get(path)), (long.product, long.get(path)))
        yield Growth(name, *in_turn(sides, rounds=rounds))


def _balance(office: Office) -> Work:
    def look(_number: int) -> float:
        with office.product.app_context():
            reader = actor_of_person(1)
            assert reader is not None
            started = perf_counter()
            assert own_account(reader).balance > 0
            taken = perf_counter() - started
            db.session.remove()
        return taken

    return look


def ledger_table(engine: str, sizes: tuple[int, int], lines: list[Growth]) -> str:
    """Write the results as a table."""
    short, long = sizes
    head = (
        f"## Ledger on {engine}, {short:,} and {long:,} transfers\n\n"
        f"| work | p50 ms, {short:,} | p50 ms, {long:,} | p95 ms, {long:,} | × | goal |\n|---|---|---|---|---|---|\n"
    )
    return head + "".join(
        f"| {line.name} | {line.short.p50:.2f} | {line.long.p50:.2f} | {line.long.p95:.2f} | {line.ratio:.2f} | ≤ {FLAT:g} |\n"
        for line in lines
    )
