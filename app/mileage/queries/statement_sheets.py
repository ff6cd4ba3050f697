"""통장 한 해를 엑셀로: the rows with the balance after each, and what the year comes to."""

from collections.abc import Iterator

from app.core import clock
from app.core.access import Actor
from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.mileage.enums import TransferKind
from app.mileage.queries import year_statements as queries
from app.mileage.queries.kept_back import KeptBack
from app.mileage.queries.statements import AccountView, Line
from app.mileage.rules.sources import source_label

LINES = (
    Column("날짜", kind=Kind.DATE),
    Column("이체번호", kind=Kind.NUMBER, width=10),
    Column("구분", width=16),
    Column("항목코드"),
    Column("항목명", width=34),
    Column("출처", width=26),
    Column("점수", kind=Kind.POINTS),
    Column("한도로 줄어든 점수", kind=Kind.POINTS, width=18),
    Column("잔액", kind=Kind.POINTS),
)
FACTS = (Column("항목", width=28), Column("점수", kind=Kind.POINTS, width=16), Column("설명", width=60))


def statement_sheets(account: AccountView, year: int, kept: KeptBack, reader: Actor) -> list[Sheet]:
    """Return the sheets; `kept` are the lines the reader must not see one by one, `reader` prints it."""
    assert account.id is not None
    found = queries.year_sums(account.id, year, without=kept.sources)
    lines = queries.year_lines(account.id, year, found.opening, without=kept.sources)
    return [
        Sheet("통장", LINES, map(_line, lines)),
        Sheet("요약", FACTS, _facts(account, year, found, kept, reader)),
    ]


def _line(line: Line) -> list[Cell]:
    kind = "한도 초과" if line.kind is None else str(line.kind.label)
    number = None if line.is_cut else line.id
    name = line.item_name("ko") if line.kind is not TransferKind.EXPIRY else ""
    label = str(source_label(line.source))
    return [line.occurred_on, number, kind, line.item_code, name, label, line.points, line.cut_off, line.balance]


def _facts(
    account: AccountView, year: int, found: queries.YearSums, kept: KeptBack, reader: Actor
) -> Iterator[list[Cell]]:
    yield ["계정", None, account.owner]
    yield ["연도", None, str(year)]
    yield ["연초 잔액", found.opening, None]
    for part in found.sums:
        yield [str(part.kind.label), part.points, None if kept.sources else f"{part.rows}건"]
    yield ["연말 잔액", found.closing, "연초 잔액과 위 점수를 모두 더한 값"]
    for cap, points in found.cuts.items():
        yield [f"한도로 줄어든 점수: {cap.label}", points, None]
    if hidden := kept.by_year(year).get(year):
        yield ["이름을 가린 제안", hidden, "줄은 보이지 않고 합계에는 들어 있습니다."]
    assert account.id is not None
    proof = queries.last_transfer(account.id, without=kept.sources)
    if proof is not None:
        yield ["마지막 이체번호", None, str(proof[0])]
        yield ["마지막 이체의 봉인", None, proof[1]]
    yield ["출력한 때", None, f"{clock.to_seoul(clock.now()):%Y-%m-%d %H:%M}"]
    yield ["출력한 사람", None, reader.name]
