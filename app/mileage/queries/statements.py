"""통장: the lines of an account with the balance after each, what caps cut off, and what is not verified yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, func, literal, null, select, true, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.mileage.enums import AccountKind, ClaimState, ItemSubject, Permission, TransferKind
from app.mileage.models import AccountYear, CapCut, Claim, ClaimShare, MileageAccount, MileageItem, Transfer
from app.mileage.policy import POLICY
from app.mileage.rules.shares import split
from app.organization.models import Department

TRANSFER, CUT = 0, 1
ZERO = Decimal(0)


@dataclass(frozen=True)
class AccountView:
    """An account with its owner's name; `id` is None for an owner who has not earned anything yet."""

    id: int | None
    kind: AccountKind
    person_id: int | None
    department_id: int | None
    balance: Decimal
    owner: str | None


@dataclass(frozen=True)
class Line:
    """One line: a transfer (`points` signed) or what a cap cut off (`points` 0, `cut_off` above 0)."""

    position: int
    line: int
    id: int
    occurred_on: date
    posted_at: datetime
    kind: TransferKind | None
    item_code: str | None
    source: str
    points: Decimal
    cut_off: Decimal
    balance: Decimal
    claim_id: int | None
    rule: dict[str, Any]

    @property
    def is_cut(self) -> bool:
        """Whether the line says that a cap left nothing."""
        return self.line == CUT

    def item_name(self, language: str) -> str:
        """Return the item's name as it was that day."""
        return str(self.rule.get(f"name_{language}", self.item_code or ""))


@dataclass(frozen=True)
class Provisional:
    """A claim that is not verified yet, and the part of it that would come to this account before caps."""

    claim_id: int
    title: str
    name_ko: str
    name_en: str
    happened_on: date
    points: Decimal
    state: ClaimState


def account_or_404(account_id: int, actor: Actor) -> AccountView:
    """Load an account whose statement the actor may read. Raises `Missing`."""
    found = db.session.execute(_accounts().where(MileageAccount.id == account_id)).first()
    view = AccountView(*found) if found else None
    if view is None or not allows(POLICY, Permission.ACCOUNT_READ, actor, view):
        raise Missing(_("There is no such account."))
    return view


def own_account(actor: Actor) -> AccountView:
    """Return the actor's own account, empty if nothing was ever earned."""
    found = db.session.execute(_accounts().where(MileageAccount.person_id == actor.id)).first()
    return AccountView(*found) if found else AccountView(None, AccountKind.PERSON, actor.id, None, ZERO, actor.name)


def led_accounts(actor: Actor) -> Sequence[AccountView]:
    """Return the accounts of the departments the actor heads or coordinates."""
    led = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    if not led:
        return ()
    rows = db.session.execute(_accounts().where(MileageAccount.department_id.in_(led)).order_by(MileageAccount.id))
    return [AccountView(*row) for row in rows]


def accounts_page(kind: AccountKind | None, text: str, cursor: str | None) -> Page[AccountView]:
    """Return a page of accounts, newest first, of a kind and with a word in the owner's name."""
    of_kind = MileageAccount.kind == kind if kind else true()
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = func.coalesce(Person.name, Department.name).like(f"%{pattern}%", escape="\\") if text else true()
    page = keyset_page(_accounts().where(of_kind, named), keys=[MileageAccount.id], cursor=cursor)
    return Page([AccountView(*row) for row in page.rows], page.next_cursor)


def statement_page(account_id: int, year: int | None, cursor: str | None) -> Page[Line]:
    """Return a page of the statement, newest line first, of one year or of all."""
    lines = _lines(account_id, year)
    keys: list[ColumnElement[Any]] = [lines.c.position, lines.c.line, lines.c.id]
    page = keyset_page(select(*lines.c), keys=keys, cursor=cursor)
    return Page([Line(*row) for row in page.rows], page.next_cursor)


def years_of(account_id: int) -> dict[int, Decimal]:
    """Return what the account earned by year, latest first."""
    statement = select(AccountYear.year, AccountYear.earned).where(AccountYear.account_id == account_id)
    return {row.year: row.earned for row in db.session.execute(statement.order_by(AccountYear.year.desc()))}


def provisional_of(account: AccountView) -> Sequence[Provisional]:
    """Return the claims on the way to this account, newest first."""
    if account.kind not in {AccountKind.PERSON, AccountKind.DEPARTMENT}:
        return ()
    share = aliased(ClaimShare)
    whole = aliased(ClaimShare)
    personal = account.kind is AccountKind.PERSON
    mine = select(share.claim_id).where(share.person_id == account.person_id)
    owned = Claim.id.in_(mine) if personal else _is_departmental(account.department_id)
    statement = (
        select(Claim, MileageItem.name_ko, MileageItem.name_en, whole.person_id, whole.share)
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .outerjoin(whole, whole.claim_id == Claim.id)
        .where(owned, Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED)))
        .order_by(Claim.id.desc(), whole.person_id)
    )
    claims: dict[int, tuple[Claim, str, str]] = {}
    shares: dict[int, dict[int, Decimal]] = {}
    for claim, name_ko, name_en, person_id, percent in db.session.execute(statement):
        claims[claim.id] = (claim, name_ko, name_en)
        if person_id is not None:
            shares.setdefault(claim.id, {})[person_id] = percent
    return [_provisional(*found, shares.get(key), account.person_id) for key, found in claims.items()]


def _is_departmental(department_id: int | None) -> ColumnElement[bool]:
    return and_(Claim.department_id == department_id, MileageItem.subject == ItemSubject.DEPARTMENT)


def _provisional(
    claim: Claim, name_ko: str, name_en: str, shares: dict[int, Decimal] | None, person_id: int | None
) -> Provisional:
    whole = claim.points if not shares or person_id is None else split(claim.points, shares)[person_id]
    part = whole.normalize()
    return Provisional(claim.id, claim.title, name_ko, name_en, claim.happened_on, part, claim.state)


def _accounts() -> AnySelect:
    return (
        select(
            MileageAccount.id,
            MileageAccount.kind,
            MileageAccount.person_id,
            MileageAccount.department_id,
            MileageAccount.balance,
            func.coalesce(Person.name, Department.name),
        )
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )


def _lines(account_id: int, year: int | None) -> Subquery:
    return union_all(
        _transfers(Transfer.credit_account_id == account_id, Transfer.points, Transfer.credit_balance, year),
        _transfers(Transfer.debit_account_id == account_id, -Transfer.points, Transfer.debit_balance, year),
        _cuts(account_id, year),
    ).subquery()


def _transfers(of_account: ColumnElement[bool], signed: Any, balance: Any, year: int | None) -> AnySelect:  # noqa: ANN401  columns
    return select(
        Transfer.id.label("position"),
        literal(TRANSFER).label("line"),
        Transfer.id,
        Transfer.occurred_on,
        Transfer.posted_at,
        Transfer.kind,
        Transfer.item_code,
        Transfer.source,
        signed.label("points"),
        Transfer.cut_off,
        balance.label("balance"),
        Transfer.claim_id,
        Transfer.rule,
    ).where(of_account, _in_year(Transfer.occurred_on, year))


def _cuts(account_id: int, year: int | None) -> AnySelect:
    return select(
        CapCut.after_transfer_id,
        literal(CUT),
        CapCut.id,
        CapCut.occurred_on,
        CapCut.posted_at,
        null(),
        CapCut.item_code,
        CapCut.source,
        literal(ZERO, CapCut.points.type),
        CapCut.points,
        CapCut.balance,
        CapCut.claim_id,
        CapCut.rule,
    ).where(CapCut.account_id == account_id, _in_year(CapCut.occurred_on, year))


def _in_year(column: Any, year: int | None) -> ColumnElement[bool]:  # noqa: ANN401  a column
    return column.between(date(year, 1, 1), date(year, 12, 31)) if year else true()
