"""계정: found, opened on first use, and locked before points move.

Whoever moves points locks the issuing pool first. So two transfers that touch the same accounts in another order
never wait for each other in a circle, and what is read under the lock (balance, caps, "already paid") stays true.
On SQLite the write lock of the transaction does the same for the whole database.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import AnySelect, Model, db
from app.mileage.enums import AccountKind
from app.mileage.models import MileageAccount
from app.mileage.rules.owners import Owner

BATCH = 500


@dataclass(frozen=True)
class LockedAccount:
    """An account that nobody else can post to before this transaction ends."""

    id: int
    kind: AccountKind
    person_id: int | None
    department_id: int | None
    balance: Decimal


def lock_pool(kind: AccountKind = AccountKind.ISSUE_POOL) -> LockedAccount:
    """Lock a pool of the office, opened on first use."""
    values = {"kind": kind, "person_id": None, "department_id": None}
    return _lock(MileageAccount.kind == kind, values)


def lock_owner(owner: Owner) -> LockedAccount:
    """Lock the account of a person or department, opened on first use. The issuing pool must be locked before."""
    is_person = owner.kind is AccountKind.PERSON
    column = MileageAccount.person_id if is_person else MileageAccount.department_id
    values = {
        "kind": owner.kind,
        "person_id": owner.id if is_person else None,
        "department_id": None if is_person else owner.id,
    }
    return _lock(column == owner.id, values)


def lock_account(account_id: int) -> LockedAccount:
    """Lock an account by id, and read its present balance."""
    found = _select_locked(MileageAccount.id == account_id)
    assert found is not None
    return found


def lock_accounts(account_ids: Collection[int]) -> dict[int, LockedAccount]:
    """Lock many accounts by id, in the order of their ids, some hundred with each statement."""
    wanted, found = sorted(account_ids), {}
    for start in range(0, len(wanted), BATCH):
        part = MileageAccount.id.in_(wanted[start : start + BATCH])
        rows = db.session.execute(_accounts().where(part).order_by(MileageAccount.id).with_for_update())
        found.update({row.id: LockedAccount(*row) for row in rows})
    return found


def insert_into(model: type[Model]) -> Any:  # noqa: ANN401  the insert of either dialect
    """Make an INSERT that knows ON CONFLICT, for the engine of the session."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(model)


def _lock(condition: ColumnElement[bool], values: Mapping[str, object]) -> LockedAccount:
    found = _select_locked(condition)
    if found is None:
        new = insert_into(MileageAccount).values(**values, balance=Decimal(0))
        db.session.execute(new.on_conflict_do_nothing())
        found = _select_locked(condition)
    assert found is not None
    return found


def _select_locked(condition: ColumnElement[bool]) -> LockedAccount | None:
    row = db.session.execute(_accounts().where(condition).with_for_update()).first()
    return LockedAccount(*row) if row else None


def _accounts() -> AnySelect:
    return select(
        MileageAccount.id,
        MileageAccount.kind,
        MileageAccount.person_id,
        MileageAccount.department_id,
        MileageAccount.balance,
    )
