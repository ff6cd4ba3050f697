"""원장: the one place where points move. Balances and counters change in the same transaction."""

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from app.core import clock
from app.core.database import db
from app.core.events import publish
from app.core.instance import secret
from app.mileage.enums import AccountKind, ReversalReason, TransferKind
from app.mileage.events import PointsTransferred
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount, Transfer
from app.mileage.queries.closures import check_open
from app.mileage.rules import ledger as rules
from app.mileage.rules.seals import seal
from app.mileage.services.accounts import LockedAccount, insert_into, lock_account

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
