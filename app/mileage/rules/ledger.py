"""원장: a transfer is one row from a debit account to a credit account, so all balances together are always 0.

The debit account gives, the credit account receives. Rows are never changed or deleted; a mistake is corrected by one
reversal row, once.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

from app.core.errors import Refused
from app.core.messages import _
from app.mileage.enums import AccountKind
from app.mileage.rules.shares import check_points

ZERO = Decimal(0)


class Entry(NamedTuple):
    """One row of the ledger; `reverses` is the id of the row it takes back."""

    id: int
    debit: int
    credit: int
    points: Decimal
    reverses: int | None = None


def balance(account: int, entries: Iterable[Entry]) -> Decimal:
    """Return what the account received less what it gave."""
    return balances(entries).get(account, ZERO)


def balances(entries: Iterable[Entry]) -> dict[int, Decimal]:
    """Return the balance of every account that appears; their sum is 0."""
    sums: dict[int, Decimal] = {}
    for entry in entries:
        sums[entry.debit] = sums.get(entry.debit, ZERO) - entry.points
        sums[entry.credit] = sums.get(entry.credit, ZERO) + entry.points
    return sums


def may_go_below_zero(kind: AccountKind) -> bool:
    """Whether the account may owe points: only the pool that issues them."""
    return kind is AccountKind.ISSUE_POOL


def check_transfer(debit: int, credit: int, points: Decimal) -> None:
    """Refuse a transfer to the same account, or of points that are not a positive multiple of 0.01."""
    if debit == credit:
        raise Refused(_("A transfer needs two different accounts."))
    check_points(points)


def check_reversal(entry: Entry, reversed_ids: Collection[int], reason: str | None) -> None:
    """Refuse to reverse a reversal, to reverse twice, or to reverse without a reason.

    A reversal is allowed even if the points are spent: the account is then below 0 and can spend nothing more.
    """
    if entry.reverses is not None:
        raise Refused(_("A reversal cannot be reversed."))
    if entry.id in reversed_ids:
        raise Refused(_("This transfer has already been reversed."))
    if not (reason or "").strip():
        raise Refused(_("Please write the reason."))


def reversal_of(entry: Entry, new_id: int) -> Entry:
    """Make the row that takes the transfer back: same points, accounts exchanged."""
    return Entry(new_id, entry.credit, entry.debit, entry.points, entry.id)


def available(account_balance: Decimal, reserved: Decimal) -> Decimal:
    """Return the points that can still be spent: balance less reservations, never below 0."""
    return max(account_balance - reserved, ZERO)


def check_spending(account_balance: Decimal, reserved: Decimal, points: Decimal) -> None:
    """Refuse to spend more than is available. `reserved` are points promised to rewards not yet handed out."""
    check_points(points)
    left = available(account_balance, reserved)
    if points > left:
        raise Refused(_("Only %(left)s points are available; %(points)s are needed.", left=left, points=points))
