"""감사 포인트 원장: the one place where thank-you points move, apart from mileage.

Whoever moves points locks purses in this order: issuing pool, expiry pool, to give, received. So nobody waits for each
other in a circle, and what is read under the lock stays true. On SQLite the write lock of the transaction does the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.database import db
from app.core.events import publish
from app.core.instance import secret
from app.mileage.enums import PurseKind, ThanksTransferKind
from app.mileage.events import ThanksExpired, ThanksGranted
from app.mileage.models import Thanks, ThanksPurse, ThanksTransfer
from app.mileage.queries.thanks_limits import limits_on
from app.mileage.rules.seals import seal
from app.mileage.rules.thanks import first_of_month
from app.mileage.services.accounts import insert_into
from app.mileage.services.ledger import SEAL_KEY

SEALED = (
    "kind",
    "debit_purse_id",
    "credit_purse_id",
    "points",
    "debit_balance",
    "credit_balance",
    "month",
    "occurred_on",
    "posted_at",
    "actor_id",
    "thanks_id",
)


@dataclass
class LockedPurse:
    """A purse nobody else can post to before this transaction ends; `balance` follows what is posted."""

    id: int
    month: date | None
    balance: int


class Posting(NamedTuple):
    """Points from one locked purse to another."""

    debit: LockedPurse
    credit: LockedPurse
    points: int


@dataclass(frozen=True, kw_only=True)
class Why:
    """What all rows of one posting have in common. `day` was read once: waiting for a lock over midnight moves nothing."""

    kind: ThanksTransferKind
    month: date
    day: date
    actor_id: int | None = None
    thanks_id: int | None = None


def post(postings: Sequence[Posting], why: Why) -> None:
    """Write a row for each posting and the balances after it. The database refuses what does not belong together."""
    key, rows = secret(SEAL_KEY), []
    for posting in postings:
        posting.debit.balance -= posting.points
        posting.credit.balance += posting.points
        row: dict[str, Any] = {
            "kind": why.kind,
            "debit_purse_id": posting.debit.id,
            "credit_purse_id": posting.credit.id,
            "points": posting.points,
            "debit_balance": posting.debit.balance,
            "credit_balance": posting.credit.balance,
            "month": why.month,
            "occurred_on": why.day,
            "posted_at": clock.now(),
            "actor_id": why.actor_id,
            "thanks_id": why.thanks_id,
        }
        rows.append(row | {"seal": seal(key, row, SEALED)})
    db.session.execute(insert(ThanksTransfer), rows)
    touched = {purse.id: purse.balance for posting in postings for purse in (posting.debit, posting.credit)}
    db.session.execute(update(ThanksPurse), [{"id": key, "balance": balance} for key, balance in touched.items()])


def lock_giving(person_id: int, day: date) -> LockedPurse:
    """Lock what a person may give in the month of the day; its grant is posted first where it has not been."""
    month = first_of_month(day)
    own = (ThanksPurse.kind == PurseKind.GIVING, ThanksPurse.person_id == person_id, ThanksPurse.month == month)
    found = _select_locked(*own)
    if found is None:
        _grant([person_id], day)
        found = _select_locked(*own)
    assert found is not None
    return found


def give(thanks: Thanks, purse: LockedPurse) -> None:
    """Move the points of a new message to its receiver."""
    received = _lock(PurseKind.RECEIVED, thanks.receiver_id)
    why = Why(
        kind=ThanksTransferKind.THANKS,
        month=thanks.month,
        day=thanks.sent_on,
        actor_id=thanks.sender_id,
        thanks_id=thanks.id,
    )
    post([Posting(purse, received, thanks.points)], why)


def take_back(thanks: Thanks, actor_id: int) -> None:
    """Take the points of a hidden message from its receiver; they expire, the sender cannot give them again."""
    expired = _lock(PurseKind.EXPIRED)
    received = _lock(PurseKind.RECEIVED, thanks.receiver_id)
    kind, day = ThanksTransferKind.TAKEN_BACK, clock.today()
    why = Why(kind=kind, month=thanks.month, day=day, actor_id=actor_id, thanks_id=thanks.id)
    post([Posting(received, expired, thanks.points)], why)


def grant_month() -> int:
    """Grant everybody in office the points of this month, once each; return how many people got them."""
    day = clock.today()
    here = select(Person.id).where(
        Person.department_id.is_not(None),
        Person.joined_on <= day,
        or_(Person.left_on.is_(None), Person.left_on >= day),
    )
    return _grant(db.session.scalars(here.order_by(Person.id)).all(), day)


def expire_months() -> int:
    """Let what is left of earlier months expire; return of how many purses."""
    pool, day = _lock(PurseKind.EXPIRED), clock.today()
    unspent = select(ThanksPurse.id, ThanksPurse.month, ThanksPurse.balance).where(
        ThanksPurse.kind == PurseKind.GIVING, ThanksPurse.balance > 0, ThanksPurse.month < first_of_month(day)
    )
    by_month: dict[date, list[LockedPurse]] = {}
    for row in db.session.execute(unspent.order_by(ThanksPurse.month, ThanksPurse.id).with_for_update()):
        by_month.setdefault(row.month, []).append(LockedPurse(*row))
    for month, purses in by_month.items():
        postings = [Posting(purse, pool, purse.balance) for purse in purses]
        post(postings, Why(kind=ThanksTransferKind.EXPIRY, month=month, day=day))
        total = sum(posting.points for posting in postings)
        publish(ThanksExpired(actor_id=None, thanks_month_id=_number(month), people=len(purses), points=total))
    return sum(map(len, by_month.values()))


def _grant(person_ids: Sequence[int], day: date) -> int:
    pool, month = _lock(PurseKind.ISSUE), first_of_month(day)
    of_month = (ThanksPurse.kind == PurseKind.GIVING, ThanksPurse.month == month)
    granted = set(db.session.scalars(select(ThanksPurse.person_id).where(*of_month)))
    new = {person_id for person_id in person_ids if person_id not in granted}
    if not new:
        return 0
    values = [{"kind": PurseKind.GIVING, "person_id": key, "month": month, "balance": 0} for key in sorted(new)]
    db.session.execute(insert(ThanksPurse), values)
    opened = select(ThanksPurse.id, ThanksPurse.month, ThanksPurse.balance, ThanksPurse.person_id).where(*of_month)
    purses = [
        LockedPurse(row.id, row.month, row.balance)
        for row in db.session.execute(opened.order_by(ThanksPurse.id))
        if row.person_id in new
    ]
    points = limits_on(month).monthly_grant
    post([Posting(pool, purse, points) for purse in purses], Why(kind=ThanksTransferKind.GRANT, month=month, day=day))
    total = points * len(purses)
    publish(ThanksGranted(actor_id=None, thanks_month_id=_number(month), people=len(purses), points=total))
    return len(purses)


def _lock(kind: PurseKind, person_id: int | None = None) -> LockedPurse:
    """Lock a pool, or what a person was given; opened on first use."""
    own = (
        ThanksPurse.kind == kind,
        ThanksPurse.person_id == person_id if person_id else ThanksPurse.person_id.is_(None),
    )
    found = _select_locked(*own)
    if found is None:
        new = insert_into(ThanksPurse).values(kind=kind, person_id=person_id, month=None, balance=0)
        db.session.execute(new.on_conflict_do_nothing())
        found = _select_locked(*own)
    assert found is not None
    return found


def _select_locked(*conditions: ColumnElement[bool]) -> LockedPurse | None:
    statement = select(ThanksPurse.id, ThanksPurse.month, ThanksPurse.balance).where(*conditions)
    row = db.session.execute(statement.with_for_update()).first()
    return LockedPurse(*row) if row else None


def _number(month: date) -> int:
    return month.year * 100 + month.month
