"""접수대장: every issue received, in the order of receipt, for the screen, for paper and for Excel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.core.messages import Message
from app.core.pages import Page, keyset_page
from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.innovation.enums import IssueKind, IssueState, RefusalReason
from app.innovation.models import Issue, Task
from app.innovation.queries.issue_clock import CLOCK_COLUMNS, ShownClock, reviewing_department, shown_clock
from app.innovation.queries.issues import visible_to
from app.innovation.queries.proposers import or_hidden, shown_to
from app.organization.models import Department

PAGE = 200
BATCH = 2000
TITLE = "접수대장"
PLACE = literal(0) - Issue.id
"""The first received first: pages go from the largest key down."""

COLUMNS = (
    Column("접수번호", width=14),
    Column("접수일", kind=Kind.DATE),
    Column("종류", width=14),
    Column("제목", width=50),
    Column("부서", width=20),
    Column("제안자", width=14),
    Column("검토부서", width=20),
    Column("상태", width=16),
    Column("처리기한", kind=Kind.DATE),
    Column("약속일", kind=Kind.DATE),
    Column("처리일", kind=Kind.DATE),
    Column("결과·사유", width=36),
    Column("이송 횟수", kind=Kind.NUMBER, width=10),
)


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register is narrowed to."""

    year: int
    kind: IssueKind | None = None
    state: IssueState | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One line. `result` is the task's number, the reason of refusal, or empty."""

    id: int
    number: str
    received_on: date
    kind: IssueKind
    title: str
    department: str | Message
    proposer: str | Message
    reviewer: str | None
    state: IssueState
    due_on: date
    promised_on: date | None
    decided_on: date | None
    result: str | Message
    transfers: int
    clock: ShownClock | None

    def cells(self) -> list[Cell]:
        """Return the cells of the line in Excel, in the order of `COLUMNS`."""
        return [
            self.number,
            self.received_on,
            str(self.kind.label),
            self.title,
            str(self.department),
            str(self.proposer),
            self.reviewer,
            str(self.state.label),
            self.due_on,
            self.promised_on,
            self.decided_on,
            str(self.result) or None,
            self.transfers,
        ]


def register_page(actor: Actor, wanted: RegisterFilter, cursor: str | None) -> Page[RegisterRow]:
    """Return one page of the register, the first received first."""
    page = keyset_page(_statement(actor, wanted), keys=[PLACE], cursor=cursor, size=PAGE)
    return Page([_row(found) for found in page.rows], page.next_cursor)


def register_sheet(actor: Actor, wanted: RegisterFilter) -> Sheet:
    """Return the whole register of the filter; its rows are read while they are written."""
    return Sheet(TITLE, COLUMNS, _cells(actor, wanted))


def row_count(actor: Actor, wanted: RegisterFilter) -> int:
    """Return how many lines the register of the filter has."""
    lines = select(func.count()).select_from(Issue).where(visible_to(actor), *_conditions(wanted))
    return db.session.scalar(lines) or 0


def years_of_receipt(this_year: int) -> list[int]:
    """Return the years one can choose, this one first."""
    first = db.session.scalar(select(Issue.received_on).order_by(Issue.received_on).limit(1))
    return list(range(this_year, (first.year if first else this_year) - 1, -1))


def _cells(actor: Actor, wanted: RegisterFilter) -> Iterator[list[Cell]]:
    statement = _statement(actor, wanted).order_by(Issue.id).execution_options(yield_per=BATCH)
    for found in db.session.execute(statement):
        yield _row(found).cells()


def _statement(actor: Actor, wanted: RegisterFilter) -> AnySelect:
    return (
        select(
            Issue.id,
            Issue.number,
            Issue.received_on,
            Issue.kind,
            Issue.title,
            shown_to(actor.id, Department.name),
            shown_to(actor.id, Person.name),
            reviewing_department(),
            Issue.state,
            Issue.decided_on,
            Issue.refusal,
            Task.number,
            Issue.transfer_count,
            *CLOCK_COLUMNS,
        )
        .join(Department, Department.id == Issue.department_id)
        .join(Person, Person.id == Issue.proposer_id)
        .outerjoin(Task, Task.id == Issue.task_id)
        .where(visible_to(actor), *_conditions(wanted))
    )


def _conditions(wanted: RegisterFilter) -> Iterator[ColumnElement[bool]]:
    yield Issue.received_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
    if wanted.kind is not None:
        yield Issue.kind == wanted.kind
    if wanted.state is not None:
        yield Issue.state == wanted.state


def _row(found: AnyRow) -> RegisterRow:
    issue_id, number, received_on, kind, title, department, proposer, reviewer, state, decided_on, *rest = found
    refusal, task_number, transfers, due_on, promised_on, supplement_due_on = rest
    return RegisterRow(
        id=issue_id,
        number=number,
        received_on=received_on,
        kind=kind,
        title=title,
        department=or_hidden(department),
        proposer=or_hidden(proposer),
        reviewer=reviewer,
        state=state,
        due_on=due_on,
        promised_on=promised_on,
        decided_on=decided_on,
        result=_result(refusal, task_number),
        transfers=transfers,
        clock=shown_clock(state, decision_due_on=due_on, promised_on=promised_on, supplement_due_on=supplement_due_on),
    )


def _result(refusal: RefusalReason | None, task_number: str | None) -> str | Message:
    return refusal.label if refusal is not None else task_number or ""
