"""원장 내보내기: every transfer with where it comes from, and every balance, as rows of a sheet."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.clock import to_seoul
from app.core.database import db
from app.core.messages import Message, _
from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.mileage.concealment import hidden_sources
from app.mileage.enums import AccountKind
from app.mileage.models import CapCut, MileageAccount, Transfer
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


def ledger_sheets() -> list[Sheet]:
    """Return the sheets of the export; their rows are read while they are written."""
    return [
        Sheet("이체", TRANSFER_COLUMNS, _transfers()),
        Sheet("한도초과", CUT_COLUMNS, _cuts()),
        Sheet("잔액", BALANCE_COLUMNS, _balances()),
    ]


def _transfers() -> Iterator[list[Cell]]:
    """Every transfer; what was paid for ideas with hidden names comes last, as one sum of a year between two accounts."""
    names = _account_names()
    sums: dict[tuple[int, int, int], Decimal] = {}
    statement = (
        select(Transfer, Person.name, Department.name)
        .outerjoin(Person, Person.id == Transfer.actor_id)
        .outerjoin(Department, Department.id == Transfer.department_id)
        .order_by(Transfer.id)
    )
    for batch in db.session.execute(statement.execution_options(yield_per=BATCH)).partitions(BATCH):
        hidden = hidden_sources({row.source for row, _actor, _department in batch})
        for row, actor, department in batch:
            if row.source in hidden:
                key = (row.occurred_on.year, row.debit_account_id, row.credit_account_id)
                sums[key] = sums.get(key, ZERO) + row.points
                continue
            yield _transfer(row, actor, department, names)
    for (year, debit, credit), points in sorted(sums.items()):
        cells: list[Cell] = [None] * len(TRANSFER_COLUMNS)
        cells[2:5] = [names[debit], names[credit], points]
        cells[8] = of_year(year)
        yield cells


def _transfer(row: Transfer, actor: str | None, department: str | None, names: dict[int, str]) -> list[Cell]:
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
        department,
        row.occurred_on,
        f"{to_seoul(row.posted_at):%Y-%m-%d %H:%M:%S}",
        actor or str(SYSTEM),
        row.reverses_id,
        " · ".join(filter(None, (str(row.reason_code.label) if row.reason_code else "", row.reason))) or None,
        row.seal,
    ]


def _cuts() -> Iterator[list[Cell]]:
    """Everything caps have cut off; of ideas with hidden names one sum for each account and year, at the end."""
    names = _account_names()
    sums: dict[tuple[int, int], Decimal] = {}
    statement = select(CapCut).order_by(CapCut.id).execution_options(yield_per=BATCH)
    for batch in db.session.scalars(statement).partitions(BATCH):
        hidden = hidden_sources({row.source for row in batch})
        for row in batch:
            if row.source in hidden:
                key = (row.occurred_on.year, row.account_id)
                sums[key] = sums.get(key, ZERO) + row.points
                continue
            yield [
                names[row.account_id],
                row.item_code,
                row.source,
                row.points,
                str(row.cut_by.label),
                row.occurred_on,
                f"{to_seoul(row.posted_at):%Y-%m-%d %H:%M:%S}",
            ]
    for (year, account), points in sorted(sums.items()):
        yield [names[account], None, of_year(year), points, None, None, None]


def of_year(year: int) -> str:
    """Return what stands in the place of the source of a sum."""
    return str(_("Ideas with hidden names, %(year)s", year=year))


def _balances() -> Iterator[list[Cell]]:
    person, unit = aliased(Person), aliased(Department)
    statement = (
        select(
            MileageAccount.id,
            MileageAccount.kind,
            person.employee_no,
            func.coalesce(person.name, unit.name),
            MileageAccount.balance,
        )
        .outerjoin(person, person.id == MileageAccount.person_id)
        .outerjoin(unit, unit.id == MileageAccount.department_id)
        .order_by(MileageAccount.id)
    )
    for account_id, kind, number, name, balance in db.session.execute(statement):
        yield [account_id, str(kind.label), number, name, balance]


def _account_names() -> dict[int, str]:
    statement = (
        select(MileageAccount.id, MileageAccount.kind, Person.name, Person.employee_no, Department.name)
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )
    return {
        account_id: f"{person} ({number})" if kind is AccountKind.PERSON else department or str(kind.label)
        for account_id, kind, person, number, department in db.session.execute(statement)
    }
