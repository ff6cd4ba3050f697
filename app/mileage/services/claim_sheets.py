"""신청 시트: the workbook of claims, read whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, TypeVar

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, read_workbook
from app.mileage.rules.claim_uploads import parse_names, parse_shares

TITLE = "신청"
MOST_ROWS = 20_000
MOST_TITLE, MOST_TEXT = 200, 10_000
Read = TypeVar("Read")

COLUMNS: tuple[Column, ...] = (
    Column("항목코드", width=10, required=True, note=_("Code of an item that is claimed.")),
    Column("부서", width=18, required=True, note=_("Present department of the claimant, by name or code.")),
    Column("사번", width=12, required=True, note=_("Employee number of the claimant.")),
    Column("제목", width=36, required=True),
    Column("내용", width=48, required=True, note=_("What was done and what came of it")),
    Column("발생일", kind=Kind.DATE, width=12, required=True, note=_("Day of the fact")),
    Column("점수", kind=Kind.POINTS, width=8, optional=True, note=_("Empty: the points of the item.")),
    Column(
        "수치",
        kind=Kind.NUMBER,
        width=8,
        optional=True,
        note=_("Only for items that count a figure, for example hours."),
    ),
    Column("배분", width=28, optional=True, note=_("Shares as “number:percent; number:percent”; empty: the claimant.")),
    Column(
        "증빙", width=28, optional=True, note=_("Names of the files handed over with the workbook, divided by “;”.")
    ),
)
SPEC = SheetSpec(TITLE, COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetClaim:
    """One row in the words of the sheet."""

    row: int
    code: str
    department: str
    employee_no: str
    title: str
    description: str
    happened_on: date
    points: Decimal | None
    figure: Decimal | None
    shares: dict[str, Decimal]
    evidence: tuple[str, ...]


def blank_sheets() -> Sequence[Sheet]:
    """Return the empty sheet to fill in."""
    return [Sheet(TITLE, COLUMNS)]


def read_claims(source: IO[bytes] | str | Path, problems: Problems) -> Sequence[SheetClaim]:
    """Read the sheet. What is wrong is added to `problems`; rows that are wrong are left out of the answer.

    Raises `Refused` for a file that is no workbook, lacks the sheet or a column, or has no row or too many.
    """
    rows = read_workbook(source, [SPEC], problems)[TITLE]
    if not rows:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))
    if len(rows) > MOST_ROWS:
        raise Refused(_("At most %(most)s claims are read in at once.", most=f"{MOST_ROWS:,}"))
    return [claim for claim in (_claim(row, problems) for row in rows) if claim is not None]


def _claim(row: Row, problems: Problems) -> SheetClaim | None:
    for header, most in (("제목", MOST_TITLE), ("내용", MOST_TEXT)):
        if len(row.text(header) or "") > most:
            problems.add(TITLE, row.number, header, _("At most %(most)s letters.", most=most))
    shares = _parsed(row, "배분", parse_shares, problems)
    evidence = _parsed(row, "증빙", parse_names, problems)
    happened_on = row.date_of("발생일")
    if problems.has(TITLE, row.number) or happened_on is None or shares is None or evidence is None:
        return None
    return SheetClaim(
        row=row.number,
        code=_line(row, "항목코드"),
        department=_line(row, "부서"),
        employee_no=_line(row, "사번"),
        title=_line(row, "제목"),
        description=(row.text("내용") or "").strip(),
        happened_on=happened_on,
        points=row.number_of("점수"),
        figure=row.number_of("수치"),
        shares=shares,
        evidence=evidence,
    )


def _line(row: Row, header: str) -> str:
    return " ".join((row.text(header) or "").split())


def _parsed(row: Row, header: str, parse: Callable[[str | None], Read], problems: Problems) -> Read | None:
    try:
        return parse(row.text(header))
    except Refused as refusal:
        problems.add(TITLE, row.number, header, refusal.reason)
        return None
