"""통장: the lines of an account with the balance after each, what caps cut off, and what is not verified yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Subquery,
    and_,
    bindparam,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.database import AnySelect, read
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, Part, PartedKeyset, keyset_page
from app.mileage.enums import AccountKind, ClaimState, ItemSubject, Permission, TransferKind
from app.mileage.models import CapCut, Claim, ClaimShare, MileageAccount, MileageItem, Objection, Transfer
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
    has_objections: bool = False


class Line(NamedTuple):
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
    """A claim that is not verified yet, its `whole`, and the part that would come to this account before caps."""

    claim_id: int
    title: str
    name_ko: str
    name_en: str
    happened_on: date
    points: Decimal
    state: ClaimState
    whole: Decimal


def account_or_404(account_id: int, actor: Actor) -> AccountView:
    """Load an account whose statement the actor may read. Raises `Missing`."""
    found = read(_ACCOUNT, {"account": account_id}).first()
    view = AccountView(*found) if found else None
    if view is None or not allows(POLICY, Permission.ACCOUNT_READ, actor, view):
        raise Missing(_("There is no such account."))
    return view


def own_account(actor: Actor) -> AccountView:
    """Return the actor's own account, empty if nothing was ever earned."""
    found = read(_OF_PERSON, {"person": actor.id}).first()
    return AccountView(*found) if found else AccountView(None, AccountKind.PERSON, actor.id, None, ZERO, actor.name)


def led_accounts(actor: Actor) -> Sequence[AccountView]:
    """Return the accounts of the departments the actor heads or coordinates."""
    led = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    if not led:
        return ()
    return [AccountView(*row) for row in read(_OF_DEPARTMENTS, {"led": list(led)})]


def accounts_page(kind: AccountKind | None, text: str, cursor: str | None) -> Page[AccountView]:
    """Return a page of accounts, newest first, of a kind and with a word in the owner's name."""
    of_kind = MileageAccount.kind == kind if kind else true()
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    named = func.coalesce(Person.name, Department.name).like(f"%{pattern}%", escape="\\") if text else true()
    page = keyset_page(_accounts().where(of_kind, named), keys=[MileageAccount.id], cursor=cursor)
    return Page([AccountView(*row) for row in page.rows], page.next_cursor)


def statement_page(
    account_id: int, year: int | None, cursor: str | None, *, without: Collection[str] = ()
) -> Page[Line]:
    """Return a page of the statement, newest line first, of one year or of all, `without` the lines of some sources."""
    given: dict[str, object] = {"account": account_id}
    if year is not None:
        given |= {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    if without:
        given["without"] = list(without)
    page = _lines(of_year=year is not None, of_some=bool(without)).page(cursor, given)
    return Page([Line._make(row) for row in page.rows], page.next_cursor)


def provisional_of(account: AccountView) -> Sequence[Provisional]:
    """Return the claims on the way to this account, newest first."""
    if account.kind not in {AccountKind.PERSON, AccountKind.DEPARTMENT}:
        return ()
    personal = account.kind is AccountKind.PERSON
    given = {"owner": account.person_id if personal else account.department_id}
    claims: dict[int, tuple[tuple[str, str], tuple[str, date, Decimal, ClaimState]]] = {}
    shares: dict[int, dict[int, Decimal]] = {}
    for claim, person_id, percent, *rest in read(_claims(personal=personal), given):
        name_ko, name_en, *about = rest
        claims[claim] = (name_ko, name_en), (*about,)
        if person_id is not None:
            shares.setdefault(claim, {})[person_id] = percent
    return [_provisional(key, *found, shares.get(key), account.person_id) for key, found in claims.items()]


@lru_cache
def _claims(*, personal: bool) -> AnySelect:
    """Put the statement of the claims on the way together, to a person's account or to a department's."""
    share = aliased(ClaimShare)
    whole = aliased(ClaimShare)
    owner = bindparam("owner", type_=Integer)
    mine = select(share.claim_id).where(share.person_id == owner)
    departmental = and_(Claim.department_id == owner, MileageItem.subject == ItemSubject.DEPARTMENT)
    return (
        select(
            Claim.id,
            whole.person_id,
            whole.share,
            MileageItem.name_ko,
            MileageItem.name_en,
            Claim.title,
            Claim.happened_on,
            Claim.points,
            Claim.state,
        )
        .join(MileageItem, MileageItem.id == Claim.item_id)
        .outerjoin(whole, whole.claim_id == Claim.id)
        .where(
            Claim.id.in_(mine) if personal else departmental,
            Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED)),
        )
        .order_by(Claim.id.desc(), whole.person_id)
    )


def _provisional(
    claim: int,
    names: tuple[str, str],
    about: tuple[str, date, Decimal, ClaimState],
    shares: dict[int, Decimal] | None,
    person_id: int | None,
) -> Provisional:
    (name_ko, name_en), (title, happened_on, points, state) = names, about
    part = points if not shares or person_id is None else split(points, shares)[person_id]
    return Provisional(claim, title, name_ko, name_en, happened_on, part.normalize(), state, points.normalize())


def _accounts() -> AnySelect:
    return (
        select(
            MileageAccount.id,
            MileageAccount.kind,
            MileageAccount.person_id,
            MileageAccount.department_id,
            MileageAccount.balance,
            func.coalesce(Person.name, Department.name),
            exists().where(Objection.account_id == MileageAccount.id),
        )
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )


_ACCOUNT = _accounts().where(MileageAccount.id == bindparam("account"))
_OF_PERSON = _accounts().where(MileageAccount.person_id == bindparam("person"))
_OF_DEPARTMENTS = (
    _accounts().where(MileageAccount.department_id.in_(bindparam("led", expanding=True))).order_by(MileageAccount.id)
)


@lru_cache
def _lines(*, of_year: bool, of_some: bool) -> PartedKeyset:
    """Put the statement of the lines together once; see `_account_parts`."""
    transfer = Part(select(), [Transfer.id], [Transfer.id, literal(TRANSFER, Integer), Transfer.id])
    cut = Part(
        select(), [CapCut.after_transfer_id, CapCut.id], [CapCut.after_transfer_id, literal(CUT, Integer), CapCut.id]
    )
    parts = _account_parts(of_year=of_year, of_some=of_some)
    return PartedKeyset([kind._replace(rows=rows) for kind, rows in zip((transfer, transfer, cut), parts, strict=True)])


def account_lines(*, of_year: bool, of_some: bool) -> Subquery:
    """Put the lines of an account together, of one year or of all; whose they are is left open."""
    return union_all(*_account_parts(of_year=of_year, of_some=of_some)).subquery()


def _account_parts(*, of_year: bool, of_some: bool) -> Sequence[AnySelect]:
    """Return the selects of what came in, what went out and what caps cut off.

    `of_some`: without the sources that will be given.
    """
    account = bindparam("account", type_=Integer)
    wanted = [
        _transfers(Transfer.credit_account_id == account, Transfer.points, Transfer.credit_balance, of_year=of_year),
        _transfers(Transfer.debit_account_id == account, -Transfer.points, Transfer.debit_balance, of_year=of_year),
        _cuts(CapCut.account_id == account, of_year=of_year),
    ]
    if of_some:
        left_out: BindParameter[Sequence[str]] = bindparam("without", expanding=True)
        sources = (Transfer.source, Transfer.source, CapCut.source)
        wanted = [part.where(source.not_in(left_out)) for part, source in zip(wanted, sources, strict=True)]
    return wanted


def _transfers(of_account: ColumnElement[bool], signed: Any, balance: Any, *, of_year: bool) -> AnySelect:  # noqa: ANN401  columns
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
    ).where(of_account, _within(Transfer.occurred_on, of_year=of_year))


def _cuts(of_account: ColumnElement[bool], *, of_year: bool) -> AnySelect:
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
    ).where(of_account, _within(CapCut.occurred_on, of_year=of_year))


def _within(column: Any, *, of_year: bool) -> ColumnElement[bool]:  # noqa: ANN401  a column
    return column.between(bindparam("first", type_=Date), bindparam("last", type_=Date)) if of_year else true()
