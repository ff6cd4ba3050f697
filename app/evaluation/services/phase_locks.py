"""국면 붙들기: what is written belongs to the phase it was written in, also when the round moves on at that moment.

A trigger sees the phase of its own snapshot, so on PostgreSQL two transactions could pass one another: a value entered
while measuring is being closed. Whoever writes holds the phase, whoever moves the round locks it.
"""

from sqlalchemy import select

from app.core.database import db
from app.core.errors import CHANGED, Conflict
from app.evaluation.models import EvaluationRound


def hold_phase(record: EvaluationRound, *, alone: bool = False) -> None:
    """Read the phase again and keep the round in it until the transaction ends.

    Others may hold it beside, unless one of them is to be `alone`: who edits the row of the round itself.
    """
    db.session.refresh(record, attribute_names=["phase"], with_for_update={"read": not alone})


def lock_round(record: EvaluationRound) -> None:
    """Let no other transaction write in the round or move it meanwhile. Raises Conflict where one did since it was read."""
    version = select(EvaluationRound.version).where(EvaluationRound.id == record.id).with_for_update()
    if db.session.scalar(version) != record.version:
        raise Conflict(CHANGED)
