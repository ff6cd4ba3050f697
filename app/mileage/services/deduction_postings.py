"""감점 이체: what was decided leaves the account, once, after the time to object or a rejected objection."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.database import change_state, db
from app.core.errors import Conflict
from app.core.events import publish
from app.core.messages import _
from app.mileage.enums import AccountKind, DeductionState, RewardState, TransferKind
from app.mileage.ledger_events import DeductionPosted
from app.mileage.models import Deduction
from app.mileage.queries.deductions import is_due
from app.mileage.queries.people import department_on
from app.mileage.queries.reward_requests import undecided_of
from app.mileage.rules import deductions as rules
from app.mileage.rules.sources import source_of_deduction
from app.mileage.services.accounts import lock_account, lock_pool
from app.mileage.services.ledger import Posting, post_transfer
from app.mileage.services.reward_requests import give_back


def post_due_deductions(day: date) -> int:
    """Post what nobody objected to in time. Returns how many; what somebody changed meanwhile waits for the next run."""
    lock_pool()
    due = db.session.scalars(select(Deduction).where(is_due(day)).order_by(Deduction.id)).all()
    return sum(_is_posted(found) for found in due)


def _is_posted(found: Deduction) -> bool:
    """Post one in a savepoint of its own: where somebody changes it at this moment, the others are posted all the same."""
    savepoint = db.session.begin_nested()
    try:
        post_deduction(found, actor_id=None)
    except Conflict:
        savepoint.rollback()
        return False
    savepoint.commit()
    return True


def post_deduction(found: Deduction, *, actor_id: int | None) -> None:
    """Take what was decided, and no more than is there. The issuing pool must be locked before.

    Points put aside for rewards nobody has decided about are there: otherwise asking for one would save them.
    """
    assert found.decided_points is not None
    _release(found, found.decided_points)
    account, pool, today = lock_account(found.account_id), lock_pool(AccountKind.DEDUCTED_POOL), clock.today()
    taken = rules.taken(account.balance, found.decided_points)
    transfer = None
    if taken > 0:
        transfer = post_transfer(
            Posting(
                kind=TransferKind.DEDUCTION,
                debit_account_id=account.id,
                credit_account_id=pool.id,
                points=taken,
                source=source_of_deduction(found.id),
                department_id=_counts_for(found, today),
                occurred_on=today,
                actor_id=actor_id,
                rule=_rule(found, str(taken)),
            )
        )
        assert transfer is not None
    transfer_id = transfer.id if transfer is not None else None
    change_state(
        found,
        state=DeductionState.POSTED,
        posted_on=today,
        taken=taken,
        transfer_id=transfer_id,
        changed_at=clock.now(),
    )
    publish(
        DeductionPosted(
            actor_id=actor_id,
            deduction_id=found.id,
            points=found.decided_points,
            taken=taken,
            transfer_id=transfer_id,
        )
    )


def _release(found: Deduction, wanted: Decimal) -> None:
    """Give undecided requests for rewards back, the newest first, until enough is there."""
    if found.person_id is None:
        return
    reason = str(_("The points are needed for deduction no. %(id)s.", id=found.id))
    for request in undecided_of(found.person_id):
        if lock_account(found.account_id).balance >= wanted:
            return
        give_back(request, state=RewardState.EXPIRED, actor_id=None, reason=reason)


def _counts_for(found: Deduction, day: date) -> int | None:
    return department_on(found.person_id, day) if found.person_id is not None else found.department_id


def _rule(found: Deduction, taken: str) -> dict[str, Any]:
    """Return what the row is by: plain values, for the page that explains the points."""
    return {
        "deduction": found.id,
        "ground": found.ground.value,
        "name_ko": f"감점 제{found.id}호",
        "name_en": f"Deduction no. {found.id}",
        "points": taken,
        "decided": str(found.decided_points),
        "proposed_by": found.proposed_by_id,
        "decided_by": found.decider_id,
        "reviewed_by": found.reviewer_id if found.answer is not None else None,
    }
