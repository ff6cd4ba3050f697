"""민원처리기록 시트: cases as offices' systems give them out, row after row."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import IO

from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, stream_rows
from app.core.sheets.moments import moment_from
from app.core.sheets.values import convert
from app.voice.enums.handling_records import PeriodUnit
from app.voice.rules.handling_clock import EXTENSIONS, IMMEDIATE_HOURS, Period, Stretch, whole_days

TITLE = "민원처리"
UNITS = {
    "즉시": PeriodUnit.IMMEDIATE,
    "시간": PeriodUnit.HOURS,
    "일": PeriodUnit.DAYS,
    "주": PeriodUnit.WEEKS,
    "월": PeriodUnit.MONTHS,
    "개월": PeriodUnit.MONTHS,
    "년": PeriodUnit.YEARS,
    "연": PeriodUnit.YEARS,
}
YES_NO = {"Y": True, "N": False, "예": True, "아니오": False}
COLUMNS: tuple[Column, ...] = (
    Column("접수번호", width=20, required=True, note=_("Each number counts once in the whole office.")),
    Column("접수일시", kind=Kind.MOMENT, width=18, required=True, note=_("Without a time zone it is meant in Seoul.")),
    Column("완료일시", kind=Kind.MOMENT, width=18, required=True, note=_("When the answer went out.")),
    Column("사무명", width=28, required=True, note=_("What kind of affair it is.")),
    Column("부서", width=18, required=True, note=_("Name or code of the department, valid on the day of completion.")),
    Column("담당 사번", width=12, note=_("Employee number of who handled the case; may be empty.")),
    Column("법정기간", kind=Kind.NUMBER, width=10, note=_("How many of the unit; empty where it is handled at once.")),
    Column("단위", width=8, required=True, choices=tuple(UNITS), note=_("What the period is counted in.")),
    Column("복합여부", width=10, choices=("Y", "N"), optional=True, note=_("Y for a compound case, otherwise N.")),
    Column("결과", width=12, required=True, note=_("Outcome in the words of the office.")),
    Column(
        "연장",
        kind=Kind.NUMBER,
        width=8,
        optional=True,
        note=_("By how many of the unit it was extended (hours where it is handled at once)."),
    ),
    Column(
        "불산입 기간",
        width=34,
        optional=True,
        note=_("Times that are not counted: 2026-03-04 ~ 2026-03-06; 2026-03-10 09:00 ~ 2026-03-10 15:00"),
    ),
)
SPEC = SheetSpec(TITLE, COLUMNS)
MOST_LETTERS = 200
_PARTS = re.compile(r"[;\n,]")
_RANGE = re.compile(r"\s*[~∼〜]\s*")
_UNSEEN = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
Wrong = Callable[[str, Message], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetCase:
    """One row whose cells can be read; whether department and person are known comes later."""

    row: int
    receipt_no: str
    receipt_key: str
    received: datetime
    completed: datetime
    affair: str
    department: str
    employee_no: str | None
    period: Period
    compound: bool
    outcome: str
    extension: int
    not_counted: tuple[Stretch, ...]


def blank_sheets() -> Sequence[Sheet]:
    """Return the empty sheet to fill in."""
    return [Sheet(TITLE, COLUMNS)]


def read_cases(source: IO[bytes] | Path, problems: Problems) -> Iterator[SheetCase]:
    """Yield the cases of the sheet. What is wrong is added to `problems`, and that row is left out.

    Raises `Refused` for a file that is no workbook, lacks the sheet or a column, or has no row.
    """
    number = 0
    for number, row in enumerate(stream_rows(source, SPEC, problems), start=1):  # noqa: B007  0 says there was none
        case = _case(row, problems)
        if case is not None:
            yield case
    if not number and not problems.errors:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))


@lru_cache(maxsize=4096)
def same_words(text: str) -> str:
    """Return text so that what reads the same is the same: wide or narrow, capital or small, with or without spaces."""
    if text.isascii() and text.isalnum():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if unicodedata.category(letter) not in _UNSEEN)


def _case(row: Row, problems: Problems) -> SheetCase | None:
    def wrong(column: str, reason: Message) -> None:
        problems.add(TITLE, row.number, column, reason)

    texts = {header: _text(row, header, wrong) for header in ("접수번호", "사무명", "부서", "담당 사번", "결과")}
    received, completed = row.moment_of("접수일시"), row.moment_of("완료일시")
    if received is not None and completed is not None and completed < received:
        wrong("완료일시", _("The case was completed before it was received."))
    is_unread = any((e.row, e.column) == (row.number, "법정기간") for e in problems.errors[-len(COLUMNS) :])
    period = _period(row, wrong, is_unread=is_unread)
    extension = _extension(row, period, wrong) if period else 0
    compound = _compound(row, wrong)
    not_counted = _stretches(row, wrong)
    if problems.has(TITLE, row.number) or received is None or completed is None or period is None:
        return None
    return SheetCase(
        row=row.number,
        receipt_no=texts["접수번호"],
        receipt_key=same_words.__wrapped__(texts["접수번호"]),
        received=received,
        completed=completed,
        affair=texts["사무명"],
        department=texts["부서"],
        employee_no=texts["담당 사번"] or None,
        period=period,
        compound=compound,
        outcome=texts["결과"],
        extension=extension,
        not_counted=not_counted,
    )


def _text(row: Row, header: str, wrong: Wrong) -> str:
    text = " ".join((row.text(header) or "").split())
    if len(text) > MOST_LETTERS:
        wrong(header, _("At most %(most)s letters.", most=MOST_LETTERS))
    return text


def _period(row: Row, wrong: Wrong, *, is_unread: bool) -> Period | None:
    text = row.text("단위")
    if text is None:
        return None
    unit = UNITS.get(unicodedata.normalize("NFKC", text).strip())
    if unit is None:
        wrong("단위", _("Write one of: %(units)s.", units=", ".join(UNITS)))
        return None
    number = Decimal(1) if unit is PeriodUnit.IMMEDIATE and row["법정기간"] is None else row.number_of("법정기간")
    try:
        if number is not None and number == number.to_integral_value():
            return _PERIOD_OF(int(number), unit)
    except Refused as refusal:
        wrong("법정기간", refusal.reason)
        return None
    if number is not None:
        wrong("법정기간", _("A statutory period is a whole number."))
    elif not is_unread:
        wrong("법정기간", _("This cell must not be empty."))
    return None


_PERIOD_OF = lru_cache(maxsize=1024)(Period)


def _extension(row: Row, period: Period, wrong: Wrong) -> int:
    number = row.number_of("연장")
    if number is None:
        return 0
    most = EXTENSIONS * (IMMEDIATE_HOURS if period.unit is PeriodUnit.IMMEDIATE else period.amount)
    if number != number.to_integral_value() or not 0 <= number <= most:
        wrong("연장", _("An extension is a whole number from 0 to %(most)s: twice the period at most.", most=most))
        return 0
    return int(number)


def _compound(row: Row, wrong: Wrong) -> bool:
    text = row.text("복합여부")
    answer = False if text is None else YES_NO.get(unicodedata.normalize("NFKC", text).strip().upper())
    if answer is None:
        wrong("복합여부", _("Write Y or N."))
    return bool(answer)


def _stretches(row: Row, wrong: Wrong) -> tuple[Stretch, ...]:
    text = row.text("불산입 기간")
    if text is None:
        return ()
    found = []
    for part in filter(str.strip, _PARTS.split(text)):
        try:
            stretch = _stretch(part)
        except Refused as refusal:
            wrong("불산입 기간", refusal.reason)
            return ()
        if stretch is None:
            wrong(
                "불산입 기간",
                _(
                    "Write times as 2026-03-04 ~ 2026-03-06, several with a semicolon, not “%(value)s”.",
                    value=part.strip(),
                ),
            )
            return ()
        found.append(stretch)
    return tuple(found)


def _stretch(text: str) -> Stretch | None:
    """Return the stretch two ends name: days mean whole days. Raises `Refused` where it ends before it begins."""
    ends = _RANGE.split(text.strip())
    first, last = ends[0], ends[-1]
    if not 1 <= len(ends) <= 2:  # noqa: PLR2004  two ends, or one day
        return None
    start, end = moment_from(first), moment_from(last)
    if start is not None and end is not None and len(ends) > 1:
        return Stretch(start, end)
    days = [_day(one) for one in (first, last)]
    if start is not None or end is not None or days[0] is None or days[1] is None:
        return None
    return whole_days(days[0], days[1])


def _day(text: str) -> date | None:
    try:
        found = convert(text, Kind.DATE)
    except Refused:
        return None
    return found if isinstance(found, date) else None
