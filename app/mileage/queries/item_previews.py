"""미리보기: last year's payments of an item, reckoned anew under other points and caps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.database import db
from app.mileage.concealment import hidden_sources
from app.mileage.enums import TransferKind
from app.mileage.models import CapCut, MileageAccount, MileageItem, Transfer
from app.mileage.rules.caps import Caps
from app.mileage.rules.formulas import Formula
from app.mileage.rules.item_previews import Paid, Retraced, ThenNow, retrace
from app.organization.models import Department

MOST_SHOWN = 10


@dataclass(frozen=True)
class ItemPreview:
    """What a year paid and would have paid; `changes` are the accounts that change most, with their owners."""

    year: int
    facts: int
    whole: Retraced
    changes: tuple[tuple[str, ThenNow], ...]
    hides_some: bool


def preview(item: MileageItem, *, formula: Formula, caps: Caps, year: int) -> ItemPreview:
    """Reckon a year of the item anew. Ideas with hidden names count in the sums and for no account that is named."""
    paid = list(_paid(item.code, year))
    hidden = hidden_sources({row.source for row in paid})
    whole = retrace(paid, formula, caps)
    secret = {row.account_id for row in paid if row.source in hidden}
    changed = [key for key, sums in whole.accounts.items() if sums.change and key not in secret]
    most = sorted(changed, key=lambda key: (-abs(whole.accounts[key].change), key))[:MOST_SHOWN]
    names = _names(most)
    return ItemPreview(
        year=year,
        facts=len({row.source for row in paid}),
        whole=whole,
        changes=tuple((names[key], whole.accounts[key]) for key in most),
        hides_some=bool(secret),
    )


def _paid(code: str, year: int) -> Iterator[Paid]:
    """Yield what was paid and what caps left nothing of, in the order of posting; without what was reversed."""
    reversal = aliased(Transfer)
    within = (date(year, 1, 1), date(year, 12, 31))
    moved = (
        select(
            Transfer.id.label("position"),
            literal(0).label("line"),
            Transfer.id.label("row_id"),
            Transfer.credit_account_id.label("account"),
            Transfer.source,
            Transfer.occurred_on,
            Transfer.points.label("granted"),
            Transfer.cut_off,
            Transfer.rule,
        )
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.item_code == code, Transfer.kind == TransferKind.AWARD, reversal.id.is_(None))
        .where(Transfer.occurred_on.between(*within))
    )
    cut = select(
        CapCut.after_transfer_id,
        literal(1),
        CapCut.id,
        CapCut.account_id,
        CapCut.source,
        CapCut.occurred_on,
        literal(Decimal(0), CapCut.points.type),
        CapCut.points,
        CapCut.rule,
    ).where(CapCut.item_code == code, CapCut.occurred_on.between(*within))
    lines = union_all(moved, cut).subquery()
    ordered = select(*lines.c).order_by(lines.c.position, lines.c.line, lines.c.row_id)
    for row in db.session.execute(ordered):
        share, figure = row.rule.get("share"), row.rule.get("figure")
        yield Paid(
            account_id=row.account,
            source=row.source,
            day=row.occurred_on,
            due=row.granted + row.cut_off,
            granted=row.granted,
            item_points=Decimal(row.rule.get("points", "0")),
            share=None if share is None else Decimal(share),
            figure=None if figure is None else Decimal(figure),
        )


def _names(account_ids: list[int]) -> dict[int, str]:
    statement = (
        select(MileageAccount.id, func.coalesce(Person.name, Department.name))
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
        .where(MileageAccount.id.in_(account_ids))
    )
    return dict(db.session.execute(statement).all()) if account_ids else {}
