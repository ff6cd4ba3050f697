"""취소: a mistake is taken back by one row that mirrors it, once."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import Permission, ReversalReason, TransferKind
from app.mileage.events import TransferReversed
from app.mileage.models import MileageAccount, Transfer
from app.mileage.policy import POLICY
from app.mileage.rules.ledger import Entry, check_reversal
from app.mileage.services.accounts import lock_pool
from app.mileage.services.ledger import Posting, post_transfer


def reverse_transfer(*, transfer: Transfer, actor: Actor, reason_code: ReversalReason, reason: str) -> Transfer:
    """Take a transfer back. Only the control tower may, once, with a reason, and nobody for the own account.

    It counts on the day it is done, so that a closed year stays as it was. An account may come below 0 by it.
    """
    access.require(POLICY, Permission.TRANSFER_REVERSE, actor, transfer)
    if transfer.kind is TransferKind.REWARD:
        raise Refused(_("Points of a reward go back by refusing or cancelling its request."))
    lock_pool()
    _check_not_own(transfer, actor)
    entry = Entry(
        transfer.id, transfer.debit_account_id, transfer.credit_account_id, transfer.points, transfer.reverses_id
    )
    taken_back = db.session.scalars(select(Transfer.reverses_id).where(Transfer.reverses_id == transfer.id)).all()
    check_reversal(entry, {transfer_id for transfer_id in taken_back if transfer_id is not None}, reason)
    reversal = post_transfer(mirror(transfer, actor.id, reason_code, reason))
    if reversal is None:
        raise Conflict(_("This transfer has already been reversed."))
    publish(
        TransferReversed(
            actor_id=actor.id,
            transfer_id=transfer.id,
            reversal_id=reversal.id,
            reason_code=reason_code.value,
            reason=FreeText(reason),
        )
    )
    return reversal


def _check_not_own(transfer: Transfer, actor: Actor) -> None:
    """Refuse a reversal by which the actor, or an office of theirs, gets points back: what expired or was deducted."""
    gains = db.session.get_one(MileageAccount, transfer.debit_account_id)
    if gains.person_id == actor.id or gains.department_id in offices_of(actor):
        raise Refused(_("Nobody gives points back to the own account or the own office."))


def mirror(transfer: Transfer, actor_id: int | None, reason_code: ReversalReason, reason: str) -> Posting:
    """Make the row that takes a transfer back, today."""
    return Posting(
        kind=TransferKind.REVERSAL,
        debit_account_id=transfer.credit_account_id,
        credit_account_id=transfer.debit_account_id,
        points=transfer.points,
        item_id=transfer.item_id,
        item_code=transfer.item_code,
        source=transfer.source,
        department_id=transfer.department_id,
        occurred_on=clock.today(),
        actor_id=actor_id,
        claim_id=transfer.claim_id,
        reverses_id=transfer.id,
        reason_code=reason_code,
        reason=reason,
        rule=transfer.rule,
    )
