"""남의 통장에서 빠지는 줄: what was paid for ideas with hidden names, which others read as one sum a year.

A day, an item, a share or a number beside a name would lead to the idea: its page says when it was adopted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Integer, bindparam, literal, select, union_all

from app.core.access import Actor
from app.core.database import AnySelect, db
from app.mileage.concealment import hidden_sources, may_be_hidden
from app.mileage.models import CapCut, Transfer
from app.mileage.queries.statements import AccountView, Line

ZERO = Decimal(0)
BATCH = 5000


@dataclass(frozen=True)
class KeptBack:
    """The lines of an account that are not shown one by one: (transfer id, year, signed points), in their order."""

    sources: frozenset[str] = frozenset()
    lines: tuple[tuple[int, int, Decimal], ...] = ()

    def shown(self, lines: Sequence[Line]) -> list[Line]:
        """Return other lines with balances that do not count what is kept back, so that none of them jumps."""
        return [line._replace(balance=line.balance - self._until(line.position)) for line in lines]

    def by_year(self, year: int | None) -> dict[int, Decimal]:
        """Return the sums by year, latest first, of one year or of all; a year that comes to nothing is left out."""
        sums: dict[int, Decimal] = {}
        for _id, line_year, points in self.lines:
            if year in {None, line_year}:
                sums[line_year] = sums.get(line_year, ZERO) + points
        return {known: sums[known] for known in sorted(sums, reverse=True) if sums[known]}

    def _until(self, transfer_id: int) -> Decimal:
        return sum((points for known, _year, points in self.lines if known <= transfer_id), ZERO)


def kept_back(account: AccountView, reader: Actor) -> KeptBack:
    """Return what the reader must not see line by line: nothing of the own account. At most two statements."""
    if account.id is None or account.person_id == reader.id:
        return KeptBack()
    rows = db.session.execute(_statement(), {"account": account.id}).all()
    sources = sorted({source for _id, _day, source, _points in rows})
    parts = (sources[first : first + BATCH] for first in range(0, len(sources), BATCH))
    hidden = frozenset(source for part in parts for source in hidden_sources(part))
    lines = ((key, day.year, points) for key, day, source, points in rows if source in hidden)
    return KeptBack(hidden, tuple(sorted(lines)))


def _statement() -> CompoundSelect[Any]:
    account = bindparam("account", type_=Integer)
    return union_all(
        _transfers(Transfer.credit_account_id == account, Transfer.points),
        _transfers(Transfer.debit_account_id == account, -Transfer.points),
        select(CapCut.after_transfer_id, CapCut.occurred_on, CapCut.source, literal(ZERO, CapCut.points.type)).where(
            CapCut.account_id == account, may_be_hidden(CapCut.source)
        ),
    )


def _transfers(of_account: ColumnElement[bool], signed: Any) -> AnySelect:  # noqa: ANN401  a column
    columns: tuple[Any, ...] = (Transfer.id, Transfer.occurred_on, Transfer.source, signed)
    return select(*columns).where(of_account, may_be_hidden(Transfer.source))
