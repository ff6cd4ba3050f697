"""마감 보고서를 엑셀로: every account with masked names, the rules and the hash of what was confirmed.

No account numbers: the page of an account says whose it is, and the mask would be none.
"""

from collections.abc import Iterator

from app.core.sheets import Column, Kind, Sheet
from app.core.sheets.columns import Cell
from app.mileage.enums import ItemSubject
from app.mileage.models import YearClosing
from app.mileage.queries import year_closings as queries
from app.mileage.rules.masks import masked_name

ACCOUNTS = (
    Column("구분", width=12),
    Column("이름·부서", width=24),
    Column("적립", kind=Kind.POINTS),
    Column("사용", kind=Kind.POINTS),
    Column("소멸", kind=Kind.POINTS),
    Column("이월", kind=Kind.POINTS),
)
FACTS = (Column("항목", width=24), Column("내용", width=70))


def closing_sheets(closing: YearClosing) -> list[Sheet]:
    """Return the sheets of the report of a closed year."""
    return [Sheet("마감", FACTS, _facts(closing)), Sheet("계정", ACCOUNTS, _accounts(closing))]


def _facts(closing: YearClosing) -> Iterator[list[Cell]]:
    found, names = queries.report_of(closing), queries.names_in(closing)
    sums = found.totals()
    yield ["연도", str(closing.year)]
    yield ["마감 회차", str(closing.number)]
    if found.replaces is not None:
        yield ["앞선 마감", f"{found.replaces[0]}차 {found.replaces[1]}"]
    for subject, rule in found.rules.items():
        yield [f"연말 처리 ({subject.label})", " ".join(map(str, filter(None, (rule.kind.label, rule.most))))]
    yield ["계정 수", str(sums.accounts)]
    for title, points in (("적립", sums.earned), ("사용", sums.spent), ("소멸", sums.expires), ("이월", sums.carries)):
        yield [f"{title} 합계", f"{points:,.2f}"]
    yield ["마감을 올린 사람", names[closing.proposed_by_id]]
    yield ["확인한 사람", names[closing.second_id]]
    yield ["확인한 때", closing.confirmed_at]
    yield ["SHA-256", closing.sha256]


def _accounts(closing: YearClosing) -> Iterator[list[Cell]]:
    outcomes = queries.report_of(closing).outcomes
    owners = queries.owners_of([found.account_id for found in outcomes])
    for found in outcomes:
        owner = owners.get(found.account_id) or ""
        shown = masked_name(owner) if found.subject is ItemSubject.PERSON else owner
        yield [str(found.subject.label), shown, *found[2:]]
