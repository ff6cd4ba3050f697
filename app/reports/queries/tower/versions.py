"""자료 판: what the kept figures of a dashboard belong to."""

from datetime import date

from sqlalchemy import func, select

from app.audit.models import AuditHead
from app.core import clock
from app.core.database import db, read
from app.innovation.models import StageAdvance, StageReturn


def data_version() -> tuple[int, date]:
    """Return the end of the audit chain and the day: every change publishes a fact, and every fact moves the chain."""
    return db.session.scalar(select(AuditHead.seq)) or 0, clock.today()


def moves_version() -> tuple[int | None, int | None, date]:
    """Return the last moves of tasks: their rows are never changed, so nothing else changes what they tell."""
    row = read(_MOVES).one()
    return row[0], row[1], clock.today()


_MOVES = select(select(func.max(StageAdvance.id)).scalar_subquery(), select(func.max(StageReturn.id)).scalar_subquery())
