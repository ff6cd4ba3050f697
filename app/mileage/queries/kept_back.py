"""남의 통장에서 빠지는 줄: what was paid for ideas with hidden names, which others read as one sum a year.

A day, an item, a share or a number beside a name would lead to the idea: its page says when it was adopted.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import accumulate

from sqlalchemy import Integer, String, bindparam, case, or_, select

from app.core.access import Actor
from app.core.database import AnySelect, db
from app.mileage.concealment import hidden_ids, hidden_sources, may_be_hidden
from app.mileage.models import CapCut, Transfer
from app.mileage.queries.statements import AccountView, Line

ZERO = Decimal(0)
BATCH = 5000
FEW = 1024
"""So many hidden things are looked up one by one."""
AT_ONCE = 256


@dataclass(frozen=True)
class KeptBack:
    """The lines of an account that are not shown one by one: (transfer id, year, signed points), in their order."""

    sources: frozenset[str] = frozenset()
    lines: tuple[tuple[int, int, Decimal], ...] = ()

    def shown(self, lines: Sequence[Line]) -> list[Line]:
        """Return other lines with balances that do not count what is kept back, so that none of them jumps."""
        places = [known for known, _year, _points in self.lines]
        sums = [ZERO, *accumulate(points for _id, _year, points in self.lines)]
        return [line._replace(balance=line.balance - sums[bisect_right(places, line.position)]) for line in lines]

    def by_year(self, year: int | None) -> dict[int, Decimal]:
        """Return the sums by year, latest first, of one year or of all; a year that comes to nothing is left out."""
        sums: dict[int, Decimal] = {}
        for _id, line_year, points in self.lines:
            if year in {None, line_year}:
                sums[line_year] = sums.get(line_year, ZERO) + points
        return {known: sums[known] for known in sorted(sums, reverse=True) if sums[known]}


def kept_back(account: AccountView, reader: Actor) -> KeptBack:
    """Return what the reader must not see line by line: nothing of the own account.

    Where little is hidden (nearly always), its transfers are looked up by their source: two or three statements, however
    many rows the account has; that of a pool has as many as the ledger. Otherwise the rows of the account are read.
    """
    if account.id is None or account.person_id == reader.id:
        return KeptBack()
    lines = sorted(_transfers_of(account.id))
    cuts = _hidden(db.session.scalars(_cuts(), {"account": account.id}).all())
    sources = cuts.union(source for _id, _day, source, _points in lines)
    return KeptBack(sources, tuple((key, day.year, points) for key, day, _source, points in lines))


def _transfers_of(account_id: int) -> Iterator[tuple[int, date, str, Decimal]]:
    """Yield (id, day, source, signed points) of the transfers of an account whose source is hidden."""
    dialect, given = db.engine.dialect.name, {"account": account_id}
    ids = {noun: db.session.scalars(every).all() for noun, every in hidden_ids().items()}
    begins = [f"{noun}:{number}" for noun, numbers in ids.items() for number in numbers]
    if len(begins) > FEW:
        rows = db.session.execute(_all_transfers(), given).all()
        hidden = _hidden(sorted({row.source for row in rows}))
        yield from ((*row,) for row in rows if row.source in hidden)
        return
    for first in range(0, len(begins), AT_ONCE):
        part = begins[first : first + AT_ONCE]
        size = 1 << (len(part) - 1).bit_length()
        part += part[-1:] * (size - len(part))  # few shapes of statements, each put together once
        places = {f"from_{n}": f"{begin}:" for n, begin in enumerate(part)}
        ends = {f"until_{n}": f"{begin};" for n, begin in enumerate(part)}
        yield from ((*row,) for row in db.session.execute(_some_transfers(dialect, size), {**given, **places, **ends}))


def _hidden(sources: Sequence[str]) -> frozenset[str]:
    parts = (sources[first : first + BATCH] for first in range(0, len(sources), BATCH))
    return frozenset(source for part in parts for source in hidden_sources(part))


@cache
def _some_transfers(dialect: str, size: int) -> AnySelect:
    """Put together the statement of the transfers of an account for a number of places of sources.

    The sources of issue 12 lie from "issue:12:" up to "issue:12;", byte by byte: the order of a language must not
    matter. The sum with 0 keeps the index of the accounts out of it: from there every row of the account would be read.
    """
    at_least, below = (">=", "<") if dialect == "sqlite" else ("~>=~", "~<~")
    places = (
        Transfer.source.op(at_least, is_comparison=True)(bindparam(f"from_{n}", type_=String))
        & Transfer.source.op(below, is_comparison=True)(bindparam(f"until_{n}", type_=String))
        for n in range(size)
    )
    account = bindparam("account", type_=Integer)
    mine = or_(Transfer.credit_account_id + 0 == account, Transfer.debit_account_id + 0 == account)
    return _signed().where(or_(*places), mine)


@cache
def _all_transfers() -> AnySelect:
    account = bindparam("account", type_=Integer)
    mine = or_(Transfer.credit_account_id == account, Transfer.debit_account_id == account)
    return _signed().where(mine, may_be_hidden(Transfer.source))


def _signed() -> AnySelect:
    signed = case(
        (Transfer.credit_account_id == bindparam("account", type_=Integer), Transfer.points), else_=-Transfer.points
    )
    return select(Transfer.id, Transfer.occurred_on, Transfer.source, signed)


@cache
def _cuts() -> AnySelect:
    return select(CapCut.source).where(CapCut.account_id == bindparam("account"), may_be_hidden(CapCut.source))
