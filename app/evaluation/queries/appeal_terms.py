"""이의신청 기준·기간 of a round."""

from sqlalchemy import select

from app.core.database import db
from app.evaluation.models import AppealTerms, AppealWindow
from app.evaluation.rules.appeals import Terms


def terms_of(round_id: int) -> Terms:
    """Return the terms of a round: the last that were set, else the presets."""
    statement = select(AppealTerms).where(AppealTerms.round_id == round_id).order_by(AppealTerms.id.desc()).limit(1)
    row = db.session.scalar(statement)
    if row is None:
        return Terms()
    return Terms(days=row.days, closing_time=row.closing_time, second_days=row.second_days)


def window_of(round_id: int) -> AppealWindow | None:
    """Return when departments may, or could, appeal; None before the round was in that phase."""
    return db.session.scalar(select(AppealWindow).where(AppealWindow.round_id == round_id))
