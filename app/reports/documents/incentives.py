"""인센티브 명세 통합문서: exactly the columns HR reads in, and a sheet with the control totals."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from app.core.i18n import format_moment
from app.core.messages import _
from app.core.sheets import Column, Kind, Sheet, write_workbook
from app.core.sheets.writing import Target
from app.reports.enums import Exclusion, LineNote, UnitRule
from app.reports.models import IncentiveBatch

COLUMNS = (
    Column("기준연도", kind=Kind.NUMBER, width=9),
    Column("직급", width=8),
    Column("직렬", width=10),
    Column("소속(기준일)", width=18),
    Column("사번", width=12),
    Column("성명", width=12),
    Column("평가단위", width=16),
    Column("실근무개월", kind=Kind.NUMBER, width=10),
    Column("근평점", kind=Kind.NUMBER, width=9),
    Column("부서점수", kind=Kind.NUMBER, width=10),
    Column("혁신·창의점수", kind=Kind.NUMBER, width=13),
    Column("실적가점", kind=Kind.NUMBER, width=9),
    Column("출산가점", kind=Kind.NUMBER, width=9),
    Column("감점(사유)", width=12),
    Column("총점", kind=Kind.NUMBER, width=10),
    Column("단위 내 순위/인원", width=14),
    Column("등급", width=6),
    Column("제외사유", width=26),
    Column("지급률", kind=Kind.NUMBER, width=8),
    Column("기준액", kind=Kind.NUMBER, width=13),
    Column("지급액", kind=Kind.NUMBER, width=13),
    Column("비고", width=40),
)
"""The columns of DOMAIN §11, in their order; HR's own programs read them by these names."""

LINES_TITLE = "인센티브 명세"
TOTALS_TITLE = "검산"


def watermark_of(batch: IncentiveBatch) -> str:
    """What stands in the footer of every page and in the properties of the file."""
    return f"{batch.number} · sha256 {batch.sha256}"


def write_incentives(target: Target, batch: IncentiveBatch, content: Mapping[str, Any]) -> int:
    """Write a batch to a path or a buffer. Returns the number of people."""
    year = Decimal(content["round"]["year"])
    lines = Sheet(LINES_TITLE, COLUMNS, (_cells(year, row) for row in content["rows"]))
    totals = Sheet(TOTALS_TITLE, TOTAL_COLUMNS, _total_rows(batch, content))
    return write_workbook(target, [lines, totals], watermark=watermark_of(batch))[LINES_TITLE]


def incentives_file(batch: IncentiveBatch, content: Mapping[str, Any]) -> BytesIO:
    """Return the workbook of a batch as a file in memory."""
    buffer = BytesIO()
    write_incentives(buffer, batch, content)
    buffer.seek(0)
    return buffer


TOTAL_COLUMNS = (Column("항목", width=24), Column("값", width=72))


def _cells(year: Decimal, row: Mapping[str, Any]) -> tuple[str | Decimal | None, ...]:
    place, exclusion = row["place"], row["exclusion"]
    return (
        year,
        row["rank"],
        row["series"],
        row["department"],
        row["employee_no"],
        row["name"],
        row["unit"],
        Decimal(row["months"]),
        None,
        number_of(row["department_score"]),
        number_of(row["mileage"]),
        None,
        None,
        None,
        number_of(row["total"]),
        None if place is None else f"{place}/{row['field']}",
        row["grade"],
        None if exclusion is None else str(Exclusion(exclusion).label),
        number_of(row["rate"]),
        number_of(row["base_won"]),
        number_of(row["amount_won"]),
        _notes(row["notes"]),
    )


def number_of(text: str | None) -> Decimal | None:
    """Return a kept figure; empty stays empty."""
    return None if text is None else Decimal(text)


def _notes(codes: Sequence[str]) -> str:
    return ". ".join(str(LineNote(code).label) for code in codes)


def _total_rows(batch: IncentiveBatch, content: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    totals, table, rule = content["totals"], content["table"], content["rule"]
    yield "명세번호", batch.number
    yield "평가회차", f"{content['round']['code']} {content['round']['name']}"
    yield "기준일", content["round"]["base_on"]
    yield "공개본", f"v{content['publication']['version']} {content['publication']['sha256']}"
    yield "인원", str(totals["people"])
    yield "제외 인원", str(totals["excluded"])
    yield "총점 합계", totals["points"]
    yield "지급액 합계(원)", totals["won"] or str(_("not known"))
    yield "지급액 없는 인원", str(totals["without_amount"])
    yield "등급별 인원", ", ".join(f"{grade[0]} {totals['grades'].get(grade[0], 0)}" for grade in table["grades"])
    yield "등급·배분율(%)·지급률(%)", "; ".join(" ".join(grade) for grade in table["grades"])
    yield "평가단위", str(UnitRule(rule["unit"]).label)
    yield "총점 규칙", points_rule_text(rule)
    yield "내보낸 사유", batch.reason
    yield "작성일시", format_moment(batch.created_at)
    yield "SHA-256", batch.sha256


def points_rule_text(rule: Mapping[str, Any]) -> str:
    """Say how the total was made."""
    return str(
        _(
            "Total = department score × %(department)s%% + innovation score × %(mileage)s%%, rounded half up to "
            "%(digits)s decimals; ratings, bonuses and deductions of HR are not in it yet",
            department=rule["department_weight"],
            mileage=rule["mileage_weight"],
            digits=rule["digits"],
        )
    )
