"""원장 내보내기: every transfer with where it comes from, and every balance, as rows of a sheet.

The rows are columns, never entities, and come through a cursor in batches: 100,000 take the memory of 2,000.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.clock import to_seoul
from app.core.database import db
from app.core.messages import Message, _
from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.mileage.concealment import hidden_sources
from app.mileage.enums import AccountKind
from app.mileage.models import CapCut, MileageAccount, Transfer
from app.mileage.rules.masks import masked_name, masked_number
from app.organization.models import Department

BATCH = 2000
ZERO = Decimal(0)

TRANSFER_COLUMNS = (
    Column("이체번호", kind=Kind.NUMBER, width=10),
    Column("종류", width=14),
    Column("출금계정", width=22),
    Column("입금계정", width=22),
    Column("점수", kind=Kind.POINTS),
    Column("한도초과", kind=Kind.POINTS),
    Column("항목코드"),
    Column("항목명", width=30),
    Column("출처", width=26),
    Column("귀속부서", width=20),
    Column("발생일", kind=Kind.DATE),
    Column("기록시각", width=20),
    Column("기록자", width=16),
    Column("취소한 이체", kind=Kind.NUMBER),
    Column("취소 사유", width=40),
    Column("봉인", width=66),
)
CUT_COLUMNS = (
    Column("계정", width=22),
    Column("항목코드"),
    Column("출처", width=26),
    Column("한도로 줄어든 점수", kind=Kind.POINTS, width=18),
    Column("적용 한도", width=16),
    Column("발생일", kind=Kind.DATE),
    Column("기록시각", width=20),
)
BALANCE_COLUMNS = (
    Column("계정번호", kind=Kind.NUMBER),
    Column("종류", width=16),
    Column("사번", width=14),
    Column("이름·부서", width=24),
    Column("잔액", kind=Kind.POINTS),
)
SYSTEM: Message = _("The system")


@dataclass(frozen=True)
class Scope:
    """What of the ledger goes out: facts of which days (None: all), and whether people are named in full."""

    first: date | None = None
    last: date | None = None
    unmasked: bool = True

    def covers(self, year: int) -> bool:
        """Whether the whole year lies within, as far as it has come.

        What was paid for ideas with hidden names goes out for whole years only: a day or a month would tell whose.
        """
        until = min(date(year, 12, 31), clock.today())
        return (self.first is None or self.first <= date(year, 1, 1)) and (self.last is None or self.last >= until)

    def within(self, column: Any) -> ColumnElement[bool]:  # noqa: ANN401  a column of days
        """Make the condition that a fact lies in these days."""
        after = column >= self.first if self.first else true()
        return after & (column <= self.last) if self.last else after

    def person(self, name: str) -> str:
        """Return a name as it may be read."""
        return name if self.unmasked else masked_name(name)

    def number(self, number: str) -> str:
        """Return an employee number as it may be read."""
        return number if self.unmasked else masked_number(number)


WHOLE = Scope()


def ledger_sheets(scope: Scope = WHOLE) -> list[Sheet]:
    """Return the sheets of the export; their rows are read while they are written."""
    return [
        Sheet("이체", TRANSFER_COLUMNS, _transfers(scope)),
        Sheet("한도초과", CUT_COLUMNS, _cuts(scope)),
        Sheet("잔액", BALANCE_COLUMNS, _balances(scope)),
    ]


def count_rows(scope: Scope = WHOLE) -> int:
    """Return how many rows the sheets hold at most; sums take the place of what has hidden names."""
    transfers = select(func.count()).select_from(Transfer).where(scope.within(Transfer.occurred_on))
    cuts = select(func.count()).select_from(CapCut).where(scope.within(CapCut.occurred_on))
    accounts = select(func.count()).select_from(MileageAccount)
    return sum(db.session.scalar(statement) or 0 for statement in (transfers, cuts, accounts))


def _transfers(scope: Scope) -> Iterator[list[Cell]]:
    """Every transfer; what was paid for ideas with hidden names comes last, as one sum of a year between two accounts."""
    names = _account_names(scope)
    sums: dict[tuple[int, int, int], Decimal] = {}
    statement = (
        select(*_TRANSFER, Person.name.label("actor"), Department.name.label("department"))
        .outerjoin(Person, Person.id == Transfer.actor_id)
        .outerjoin(Department, Department.id == Transfer.department_id)
        .where(scope.within(Transfer.occurred_on))
        .order_by(Transfer.id)
    )
    for batch in db.session.execute(statement.execution_options(yield_per=BATCH)).partitions(BATCH):
        hidden = hidden_sources({row.source for row in batch})
        for row in batch:
            if row.source not in hidden:
                yield _transfer(row, names, scope)
            elif scope.covers(row.occurred_on.year):
                key = (row.occurred_on.year, row.debit_account_id, row.credit_account_id)
                sums[key] = sums.get(key, ZERO) + row.points
    for (year, debit, credit), points in sorted(sums.items()):
        cells: list[Cell] = [None] * len(TRANSFER_COLUMNS)
        cells[2:5] = [names[debit], names[credit], points]
        cells[8] = of_year(year)
        yield cells


_TRANSFER = (
    Transfer.id,
    Transfer.kind,
    Transfer.debit_account_id,
    Transfer.credit_account_id,
    Transfer.points,
    Transfer.cut_off,
    Transfer.item_code,
    Transfer.rule,
    Transfer.source,
    Transfer.occurred_on,
    Transfer.posted_at,
    Transfer.reverses_id,
    Transfer.reason_code,
    Transfer.reason,
    Transfer.seal,
)


def _transfer(row: Any, names: dict[int, str], scope: Scope) -> list[Cell]:  # noqa: ANN401  a row of `_TRANSFER`
    reason = row.reason if scope.unmasked else None  # words of people may name people
    return [
        row.id,
        str(row.kind.label),
        names[row.debit_account_id],
        names[row.credit_account_id],
        row.points,
        row.cut_off,
        row.item_code,
        row.rule.get("name_ko"),
        row.source,
        row.department,
        row.occurred_on,
        f"{to_seoul(row.posted_at):%Y-%m-%d %H:%M:%S}",
        scope.person(row.actor) if row.actor else str(SYSTEM),
        row.reverses_id,
        " · ".join(filter(None, (str(row.reason_code.label) if row.reason_code else "", reason))) or None,
        row.seal,
    ]


def _cuts(scope: Scope) -> Iterator[list[Cell]]:
    """Everything caps have cut off; of ideas with hidden names one sum for each account and year, at the end."""
    names = _account_names(scope)
    sums: dict[tuple[int, int], Decimal] = {}
    columns = (CapCut.account_id, CapCut.item_code, CapCut.source, CapCut.points, CapCut.cut_by, CapCut.rule)
    statement = select(*columns, CapCut.occurred_on, CapCut.posted_at).where(scope.within(CapCut.occurred_on))
    ordered = statement.order_by(CapCut.id).execution_options(yield_per=BATCH)
    for batch in db.session.execute(ordered).partitions(BATCH):
        hidden = hidden_sources({row.source for row in batch})
        for row in batch:
            if row.source in hidden:
                if scope.covers(row.occurred_on.year):
                    key = (row.occurred_on.year, row.account_id)
                    sums[key] = sums.get(key, ZERO) + row.points
                continue
            yield [
                names[row.account_id],
                row.item_code,
                row.source,
                row.points,
                None if row.rule.get("hides_group") else str(row.cut_by.label),
                row.occurred_on,
                f"{to_seoul(row.posted_at):%Y-%m-%d %H:%M:%S}",
            ]
    for (year, account), points in sorted(sums.items()):
        yield [names[account], None, of_year(year), points, None, None, None]


def of_year(year: int) -> str:
    """Return what stands in the place of the source of a sum."""
    return str(_("Ideas with hidden names, %(year)s", year=year))


def _balances(scope: Scope) -> Iterator[list[Cell]]:
    """Every account as it stands now. Its number is left out beside a masked name: the page behind it is not masked."""
    person, unit = aliased(Person), aliased(Department)
    statement = (
        select(
            MileageAccount.id, MileageAccount.kind, person.employee_no, person.name, unit.name, MileageAccount.balance
        )
        .outerjoin(person, person.id == MileageAccount.person_id)
        .outerjoin(unit, unit.id == MileageAccount.department_id)
        .order_by(MileageAccount.id)
        .execution_options(yield_per=BATCH)
    )
    for account_id, kind, number, name, department, balance in db.session.execute(statement):
        yield [
            account_id if scope.unmasked else None,
            str(kind.label),
            scope.number(number) if number else None,
            scope.person(name) if name else department,
            balance,
        ]


def _account_names(scope: Scope) -> dict[int, str]:
    statement = (
        select(MileageAccount.id, MileageAccount.kind, Person.name, Person.employee_no, Department.name)
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )
    return {
        account_id: f"{scope.person(person)} ({scope.number(number)})"
        if kind is AccountKind.PERSON
        else department or str(kind.label)
        for account_id, kind, person, number, department in db.session.execute(statement)
    }
