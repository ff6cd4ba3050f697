"""처리 시트: processing results as offices keep them, read whole or not at all."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO

from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, read_workbook
from app.core.sheets.answers import write_answers
from app.mileage.rules.shares import is_in_hundredths
from app.mileage.rules.shortening import Case, ShorteningRule, judge
from app.mileage.rules.shortening_parameters import MOST_DAYS

TITLE = "처리"
COMPOUND_HEADERS = ("복합민원", "복합민원(Y/N)")
YES_NO = {"Y": True, "N": False, "예": True, "아니오": False}
POINTS_HEADER, FORMULA_HEADER = "점수", "산출식"
MOST_LETTERS = 200

COLUMNS: tuple[Column, ...] = (
    Column("부서", width=18, required=True, note=_("Name or code of the department.")),
    Column("사번", width=12, required=True, note=_("Employee number of who handled the case.")),
    Column("사무명", width=30, required=True, note=_("What kind of affair it is.")),
    Column("법정일", kind=Kind.NUMBER, width=10, required=True, note=_("Statutory period in whole days.")),
    Column("처리일", kind=Kind.NUMBER, width=10, required=True, note=_("Days it took; half days as 2.5.")),
    Column("복합민원", width=12, choices=("Y", "N"), optional=True, note=_("Y for a compound case, otherwise N.")),
    Column("결과", width=12, required=True, note=_("Outcome in the words the rule leaves out, or any other.")),
    Column("접수번호", width=18, optional=True, note=_("Without it a case is known by the rest of its row alone.")),
)
_ALSO_READ = tuple(Column(header, optional=True) for header in (COMPOUND_HEADERS[1], POINTS_HEADER, FORMULA_HEADER))
SPEC = SheetSpec(TITLE, (*COLUMNS, *_ALSO_READ))


@dataclass(frozen=True, kw_only=True)
class SheetCase:
    """One row: where it stands, whose it is in the words of the sheet, and the case."""

    row: int
    department: str
    employee_no: str
    receipt_no: str | None
    case: Case


def blank_sheets() -> Sequence[Sheet]:
    """Return the empty sheet to fill in."""
    return [Sheet(TITLE, COLUMNS)]


def read_cases(source: IO[bytes] | str | Path, problems: Problems) -> Sequence[SheetCase]:
    """Read the sheet. What is wrong is added to `problems`; rows that are wrong are left out of the answer.

    Raises `Refused` for a file that is no workbook, lacks the sheet or a column, or has no row.
    """
    rows = read_workbook(source, [SPEC], problems)[TITLE]
    if not rows:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))
    read = [_case(row, problems) for row in rows]
    return [case for case in read if case is not None]


def scored_workbook(original: bytes, cases: Sequence[SheetCase], rule: ShorteningRule) -> tuple[bytes, int]:
    """Return the same workbook with 점수 and 산출식, and how many rows count. What is left out says why."""
    verdicts = {case.row: judge(rule, case.case) for case in cases}
    points = {row: verdict.points for row, verdict in verdicts.items()}
    words = {row: str(found.excluded.label) if found.excluded else found.formula for row, found in verdicts.items()}
    scored = write_answers(original, TITLE, {POINTS_HEADER: points, FORMULA_HEADER: words})
    return scored, sum(verdict.points is not None for verdict in verdicts.values())


def _case(row: Row, problems: Problems) -> SheetCase | None:
    def wrong(column: str, reason: Message) -> None:
        problems.add(TITLE, row.number, column, reason)

    compound = _compound(row, wrong)
    statutory, actual = _statutory(row, wrong), _actual(row, wrong)
    for header in ("부서", "사번", "사무명", "결과", "접수번호"):
        if len(row.text(header) or "") > MOST_LETTERS:
            wrong(header, _("At most %(most)s letters.", most=MOST_LETTERS))
    if problems.has(TITLE, row.number) or compound is None or statutory is None or actual is None:
        return None
    return SheetCase(
        row=row.number,
        department=_text(row, "부서"),
        employee_no=_text(row, "사번"),
        receipt_no=_text(row, "접수번호") or None,
        case=Case(
            affair=_text(row, "사무명"),
            statutory=statutory,
            actual=actual,
            compound=compound,
            outcome=_text(row, "결과"),
        ),
    )


def _text(row: Row, header: str) -> str:
    return " ".join((row.text(header) or "").split())


def _compound(row: Row, wrong: Callable[[str, Message], None]) -> bool | None:
    given = [(header, row.text(header)) for header in COMPOUND_HEADERS if row.text(header) is not None]
    if len(given) != 1:
        wrong(COMPOUND_HEADERS[0], _("Write Y or N."))
        return None
    header, text = given[0]
    answer = YES_NO.get(unicodedata.normalize("NFKC", text or "").strip().upper())
    if answer is None:
        wrong(header, _("Write Y or N."))
    return answer


def _statutory(row: Row, wrong: Callable[[str, Message], None]) -> int | None:
    days = row.number_of("법정일")
    if days is None:
        return None
    if days != days.to_integral_value() or not 1 <= days <= MOST_DAYS:
        wrong("법정일", _("Days must be a whole number from 1 to %(most)s.", most=MOST_DAYS))
        return None
    return int(days)


def _actual(row: Row, wrong: Callable[[str, Message], None]) -> Decimal | None:
    days = row.number_of("처리일")
    if days is not None and not (0 <= days <= MOST_DAYS and is_in_hundredths(days)):
        wrong("처리일", _("Days must be a number from 0 to %(most)s with at most two decimal places.", most=MOST_DAYS))
        return None
    return days
