"""원장: the one place where points move. Balances and counters change in the same transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select, update

from app.core import clock
from app.core.database import db
from app.core.events import publish
from app.core.instance import secret
from app.mileage.enums import AccountKind, ReversalReason, TransferKind
from app.mileage.events import PointsTransferred
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount, Transfer
from app.mileage.queries.year_locks import check_open
from app.mileage.rules import ledger as rules
from app.mileage.rules.seals import seal
from app.mileage.services.accounts import LockedAccount, insert_into, lock_account, lock_accounts

SEAL_KEY = "ledger"
EARNING = {TransferKind.AWARD, TransferKind.REVERSAL}


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What a transfer is to say; balances, moment and seal are added when it is posted."""

    kind: TransferKind
    debit_account_id: int
    credit_account_id: int
    points: Decimal
    source: str
    occurred_on: date
    actor_id: int | None
    cut_off: Decimal = Decimal(0)
    item_id: int | None = None
    item_code: str | None = None
    department_id: int | None = None
    claim_id: int | None = None
    reverses_id: int | None = None
    reason_code: ReversalReason | None = None
    reason: str | None = None
    rule: dict[str, Any] = field(default_factory=dict)


def post_transfer(posting: Posting) -> Transfer | None:
    """Post one row. Returns None when this source has already paid this account.

    The issuing pool must be locked before. Raises `Refused` for a closed day, and where the debit account, other than
    the issuing pool or for a reversal, has too little.
    """
    rules.check_transfer(posting.debit_account_id, posting.credit_account_id, posting.points)
    check_open(posting.occurred_on)
    debit, credit = lock_account(posting.debit_account_id), lock_account(posting.credit_account_id)
    if posting.kind is not TransferKind.REVERSAL and not rules.may_go_below_zero(debit.kind):
        rules.check_spending(debit.balance, Decimal(0), posting.points)
    row = _sealed_row(posting, debit, credit)
    inserted = insert_into(Transfer).values(**row).on_conflict_do_nothing().returning(Transfer.id)
    transfer_id = db.session.scalar(inserted)
    if transfer_id is None:
        return None
    is_earned = posting.kind in EARNING and AccountKind.ISSUE_POOL in {debit.kind, credit.kind}
    _move(debit, -posting.points, posting, is_earned=is_earned)
    _move(credit, posting.points, posting, is_earned=is_earned)
    _publish(transfer_id, posting)
    return db.session.get_one(Transfer, transfer_id)


def post_transfers(postings: Sequence[Posting]) -> Sequence[int]:
    """Post many rows that earn nobody anything, all or none, in a number of statements that hardly grows with the rows.

    For closing a year and opening it again. The issuing pool must be locked before; the rows are all of one day, and
    none was posted before. Returns their ids in the order given. Raises as `post_transfer` does.
    """
    if not postings:
        return ()
    check_open(postings[0].occurred_on)
    accounts = lock_accounts(
        {key for posting in postings for key in (posting.debit_account_id, posting.credit_account_id)}
    )
    rows = [_moved_row(posting, accounts) for posting in postings]
    ids = _insert_in_order(rows)
    db.session.execute(
        update(MileageAccount), [{"id": account.id, "balance": account.balance} for account in accounts.values()]
    )
    for known in [item for item in db.session.identity_map.values() if isinstance(item, MileageAccount)]:
        db.session.expire(known)
    for transfer_id, posting in zip(ids, postings, strict=True):
        _publish(transfer_id, posting)
    return ids


def _insert_in_order(rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Insert rows in one go and return their ids. The lock keeps everybody else from adding rows between them.

    Asking for the ids with RETURNING would make it a statement for each row on SQLite.
    """
    last = db.session.scalar(select(func.coalesce(func.max(Transfer.id), 0)))
    db.session.execute(insert(Transfer), rows)
    found = db.session.execute(
        select(Transfer.id, Transfer.source).where(Transfer.id > last).order_by(Transfer.id)
    ).all()
    assert [row.source for row in found] == [row["source"] for row in rows]
    return [row.id for row in found]


def _moved_row(posting: Posting, accounts: dict[int, LockedAccount]) -> dict[str, Any]:
    """Return the row, and keep what is then on its two accounts."""
    debit, credit = accounts[posting.debit_account_id], accounts[posting.credit_account_id]
    assert AccountKind.ISSUE_POOL not in {debit.kind, credit.kind}
    rules.check_transfer(debit.id, credit.id, posting.points)
    if posting.kind is not TransferKind.REVERSAL:
        rules.check_spending(debit.balance, Decimal(0), posting.points)
    row = _sealed_row(posting, debit, credit)
    accounts[debit.id] = replace(debit, balance=debit.balance - posting.points)
    accounts[credit.id] = replace(credit, balance=credit.balance + posting.points)
    return row


def _sealed_row(posting: Posting, debit: LockedAccount, credit: LockedAccount) -> dict[str, Any]:
    row = asdict(posting) | {
        "debit_balance": debit.balance - posting.points,
        "credit_balance": credit.balance + posting.points,
        "posted_at": clock.now(),
    }
    return row | {"seal": seal(secret(SEAL_KEY), row)}


def _move(account: LockedAccount, delta: Decimal, posting: Posting, *, is_earned: bool) -> None:
    db.session.execute(
        update(MileageAccount)
        .where(MileageAccount.id == account.id)
        .values(balance=account.balance + delta)
        .execution_options(synchronize_session="fetch")
    )
    if is_earned and account.kind in {AccountKind.PERSON, AccountKind.DEPARTMENT}:
        _count(account, delta, posting)


def _count(account: LockedAccount, delta: Decimal, posting: Posting) -> None:
    year = posting.occurred_on.year
    earned = insert_into(AccountYear).values(account_id=account.id, year=year, earned=delta)
    db.session.execute(
        earned.on_conflict_do_update(
            index_elements=["account_id", "year"], set_={"earned": AccountYear.earned + earned.excluded.earned}
        )
    )
    if posting.department_id is None:
        return
    own = delta if account.kind is AccountKind.DEPARTMENT else Decimal(0)
    counted = insert_into(DepartmentYear).values(
        department_id=posting.department_id, year=year, own_points=own, member_points=delta - own
    )
    sums = {
        "own_points": DepartmentYear.own_points + counted.excluded.own_points,
        "member_points": DepartmentYear.member_points + counted.excluded.member_points,
    }
    db.session.execute(counted.on_conflict_do_update(index_elements=["department_id", "year"], set_=sums))


def _publish(transfer_id: int, posting: Posting) -> None:
    publish(
        PointsTransferred(
            actor_id=posting.actor_id,
            transfer_id=transfer_id,
            kind=posting.kind.value,
            item_code=posting.item_code,
            source=posting.source,
            debit_account_id=posting.debit_account_id,
            credit_account_id=posting.credit_account_id,
            points=posting.points,
            cut_off=posting.cut_off,
            occurred_on=posting.occurred_on.isoformat(),
        )
    )
