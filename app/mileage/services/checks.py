"""원장 점검: what `flask check` proves about the ledger, row by row, without trusting any counter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select

from app.core.database import AnyRow, db
from app.core.instance import secret
from app.core.messages import Message, _
from app.mileage.enums import AccountKind, TransferKind
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount, MileageItem, Transfer
from app.mileage.rules.seals import SEALED, seal
from app.mileage.services.deduction_checks import deduction_problems
from app.mileage.services.ledger import EARNING, SEAL_KEY
from app.mileage.services.reward_checks import reward_problems

ZERO = Decimal(0)
_COLUMNS = tuple(getattr(Transfer, name) for name in ("id", *SEALED, "seal"))
_EARNERS = {AccountKind.PERSON, AccountKind.DEPARTMENT}
BATCH = 2000


@dataclass
class _Walk:
    """Sums made anew while the rows go by, in the order in which they were posted."""

    kinds: dict[int, AccountKind]
    lines: dict[int, str]
    balances: dict[int, Decimal] = field(default_factory=dict)
    years: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    own: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    members: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    paid: set[tuple[str | None, int, str]] = field(default_factory=set)
    facts: set[tuple[str, str]] = field(default_factory=set)
    last_fact: tuple[str, str] | None = None
    originals: dict[int, tuple[int, int, Decimal]] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)

    def move(self, account_id: int, delta: Decimal, row: AnyRow) -> Decimal:
        """Add to the sums of an account; return its new balance."""
        balance = self.balances[account_id] = self.balances.get(account_id, ZERO) + delta
        kind = self.kinds.get(account_id)
        sides = {self.kinds.get(row.debit_account_id), self.kinds.get(row.credit_account_id)}
        if row.kind in EARNING and AccountKind.ISSUE_POOL in sides and kind in _EARNERS:
            year = row.occurred_on.year
            _add(self.years, (account_id, year), delta)
            if row.department_id is not None:
                _add(self.own if kind is AccountKind.DEPARTMENT else self.members, (row.department_id, year), delta)
        return balance


def check_ledger() -> Iterator[Message]:
    """Yield what is wrong with the ledger, as sentences; nothing where all is well.

    Per account the transfers sum to the balance, all balances to 0; no source paid an item twice; every reversal
    mirrors its original, once; every row bears its seal and its balances; the yearly counters agree.
    """
    kinds = {row.id: row.kind for row in db.session.execute(select(MileageAccount.id, MileageAccount.kind))}
    walk = _Walk(kinds=kinds, lines=_lines())
    key = secret(SEAL_KEY)
    rows = db.session.execute(select(*_COLUMNS).order_by(Transfer.id).execution_options(yield_per=BATCH))
    for row in rows:
        yield from _row_problems(row, walk, key)
    yield from _balance_problems(walk)
    yield from reward_problems()
    yield from deduction_problems()
    yield from _counter_problems(walk)


def _lines() -> dict[int, str]:
    """Return what each version of an item pays: its automatic fact and whom, whichever code it has, or else its code."""
    items = db.session.execute(select(MileageItem.id, MileageItem.code, MileageItem.event_code, MileageItem.subject))
    return {row.id: f"{row.event_code}/{row.subject}" if row.event_code else row.code for row in items}


def _row_problems(row: AnyRow, walk: _Walk, key: bytes) -> Iterator[Message]:
    values = row._asdict()
    if seal(key, values) != row.seal:
        yield _("Transfer %(id)s was changed after it was posted.", id=row.id)
    debit = walk.move(row.debit_account_id, -row.points, row)
    credit = walk.move(row.credit_account_id, row.points, row)
    if (debit, credit) != (row.debit_balance, row.credit_balance):
        yield _("Transfer %(id)s does not continue the balances before it: a row is missing or changed.", id=row.id)
    if row.points <= 0 or row.debit_account_id == row.credit_account_id:
        yield _("Transfer %(id)s moves nothing.", id=row.id)
    yield from _reversal_problems(row, walk) if row.kind is TransferKind.REVERSAL else _original_problems(row, walk)


def _original_problems(row: AnyRow, walk: _Walk) -> Iterator[Message]:
    walk.originals[row.id] = (row.debit_account_id, row.credit_account_id, row.points)
    if row.item_code is None:
        walk.last_fact = None
        return
    fact = (walk.lines.get(row.item_id, row.item_code), row.credit_account_id, row.source)
    if _is_paid_later(row, walk) or fact in walk.paid:
        yield _("Transfer %(id)s pays a source a second time: %(source)s.", id=row.id, source=row.source)
    walk.paid.add(fact)


def _is_paid_later(row: AnyRow, walk: _Walk) -> bool:
    """Whether the fact was paid before and other rows came between: what pays several accounts does so in one go."""
    fact = (walk.lines.get(row.item_id, row.item_code), row.source)
    came_back = fact in walk.facts and fact != walk.last_fact
    walk.facts.add(fact)
    walk.last_fact = fact
    return came_back


def _reversal_problems(row: AnyRow, walk: _Walk) -> Iterator[Message]:
    if walk.originals.get(row.reverses_id) != (row.credit_account_id, row.debit_account_id, row.points):
        yield _("Transfer %(id)s does not mirror the one it reverses.", id=row.id)
    if row.reverses_id in walk.taken_back:
        yield _("Transfer %(id)s reverses the same row a second time.", id=row.id)
    walk.taken_back.add(row.reverses_id)
    walk.last_fact = None


def _balance_problems(walk: _Walk) -> Iterator[Message]:
    total = ZERO
    for account_id, balance in db.session.execute(select(MileageAccount.id, MileageAccount.balance)):
        total += balance
        expected = walk.balances.pop(account_id, ZERO)
        if balance != expected:
            yield _(
                "Account %(id)s says %(balance)s, its transfers sum to %(sum)s.",
                id=account_id,
                balance=balance,
                sum=expected,
            )
    for account_id in walk.balances:
        yield _("Account %(id)s has transfers but does not exist.", id=account_id)
    if total != 0:
        yield _("All balances together are %(total)s instead of 0.", total=total)


def _counter_problems(walk: _Walk) -> Iterator[Message]:
    years = {(row.account_id, row.year): row.earned for row in db.session.scalars(select(AccountYear))}
    for account_id, year in _differing(years, walk.years):
        yield _("The yearly counter of account %(id)s for %(year)s is wrong.", id=account_id, year=year)
    rows = db.session.scalars(select(DepartmentYear)).all()
    own = {(row.department_id, row.year): row.own_points for row in rows}
    members = {(row.department_id, row.year): row.member_points for row in rows}
    for department_id, year in sorted({*_differing(own, walk.own), *_differing(members, walk.members)}):
        yield _("The yearly counter of department %(id)s for %(year)s is wrong.", id=department_id, year=year)


def _differing(stored: dict[tuple[int, int], Decimal], summed: dict[tuple[int, int], Decimal]) -> list[tuple[int, int]]:
    return sorted(key for key in {*stored, *summed} if stored.get(key, ZERO) != summed.get(key, ZERO))


def _add(sums: dict[tuple[int, int], Decimal], key: tuple[int, int], delta: Decimal) -> None:
    sums[key] = sums.get(key, ZERO) + delta
