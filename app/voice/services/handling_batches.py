"""민원처리기록 묶음: taken out of all figures again by a second person, with a reason."""

from sqlalchemy import update

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.events import FreeText, publish
from app.voice.enums.handling_records import BatchState
from app.voice.enums.permissions import Permission
from app.voice.events.handling_records import HandlingBatchWithdrawn
from app.voice.models import HandlingBatch, HandlingRecord
from app.voice.policy import POLICY
from app.voice.rules.handling_batches import check_withdrawal
from app.voice.services.handling_sums import take_back_sums


def withdraw_batch(*, batch: HandlingBatch, actor: Actor, reason: str) -> None:
    """Take a batch back: its records stay as they were read and count no more; its numbers may be read in anew.

    Raises `WrongState` where it is withdrawn already, and `Refused` for who read it in.
    """
    access.require(POLICY, Permission.HANDLING_WITHDRAW, actor)
    check_withdrawal(batch.state, read_by_id=batch.read_by_id, actor_id=actor.id)
    change_state(
        batch,
        state=BatchState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_at=clock.now(),
        withdraw_reason=reason,
    )
    take_back_sums(batch.id)
    gone = update(HandlingRecord).where(HandlingRecord.batch_id == batch.id).values(is_counted=False)
    db.session.execute(gone.execution_options(synchronize_session=False))
    publish(
        HandlingBatchWithdrawn(
            actor_id=actor.id, handling_batch_id=batch.id, rows=batch.row_count, reason=FreeText(reason)
        )
    )
