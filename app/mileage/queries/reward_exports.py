"""보상 지급 목록: what was handed over, as rows of a sheet; people are masked unless asked for in full."""

from collections.abc import Iterator, Sequence

from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.mileage.queries.reward_requests import HandedOver
from app.mileage.rules.masks import masked_name, masked_number

COLUMNS = (
    Column("신청번호", kind=Kind.NUMBER, width=10),
    Column("지급일", kind=Kind.DATE),
    Column("보상", width=30),
    Column("종류", width=14),
    Column("점수", kind=Kind.POINTS),
    Column("금액(원)", kind=Kind.NUMBER, width=14),
    Column("사번", width=14),
    Column("이름", width=12),
    Column("부서", width=20),
    Column("지급자", width=12),
)


def reward_sheets(rows: Sequence[HandedOver], *, unmasked: bool) -> list[Sheet]:
    """Return the sheet of the list."""
    return [Sheet("보상 지급", COLUMNS, _cells(rows, unmasked=unmasked))]


def _cells(rows: Sequence[HandedOver], *, unmasked: bool) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.id,
            row.handed_over_on,
            row.reward,
            str(row.kind.label),
            row.points,
            row.value_won,
            row.employee_no if unmasked else masked_number(row.employee_no),
            row.requester if unmasked else masked_name(row.requester),
            row.department,
            row.giver if unmasked else masked_name(row.giver),
        ]
