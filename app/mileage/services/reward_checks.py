"""보상 점검: what stands in the reward pool is what was requested and did not go back."""

from collections.abc import Iterator

from sqlalchemy import String, and_, cast, func, literal, select
from sqlalchemy.orm import aliased

from app.core.database import db
from app.core.messages import Message, _
from app.mileage.enums import TransferKind
from app.mileage.models import Reward, RewardRequest, Transfer
from app.mileage.rules.rewards import COUNTED


def reward_problems() -> Iterator[Message]:
    """Yield each request whose points are not where its state says, and points reserved for no request."""
    back = aliased(Transfer)
    source = literal("reward:", String).concat(cast(RewardRequest.id, String))
    reserved = and_(Transfer.kind == TransferKind.REWARD, Transfer.source == source)
    statement = (
        select(RewardRequest.id, RewardRequest.state, Reward.points, Transfer.points, back.id)
        .join(Reward, Reward.id == RewardRequest.reward_id)
        .outerjoin(Transfer, reserved)
        .outerjoin(back, back.reverses_id == Transfer.id)
        .order_by(RewardRequest.id)
    )
    found = 0
    for request_id, state, due, points, reversal_id in db.session.execute(statement):
        found += points is not None
        if points != due or (reversal_id is None) != (state in COUNTED):
            yield _("The points of reward request %(id)s are not where its state says.", id=request_id)
    made = select(func.count()).select_from(Transfer).where(Transfer.kind == TransferKind.REWARD)
    strays = (db.session.scalar(made) or 0) - found
    if strays:
        yield _("%(count)s transfers to the reward pool belong to no request.", count=strays)
