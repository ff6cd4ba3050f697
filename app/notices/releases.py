"""Results that the clock has released: nobody does anything at that moment, so the timetable tells of it."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from app.core import clock
from app.core.database import db
from app.evaluation.models import Publication
from app.evaluation.queries.releases import released
from app.notices.rounds import released_topic, tell_released
from app.notifications.models import Notice

LOOKED_BACK = timedelta(days=14)


def tell_releases() -> int:
    """Tell departments of results released in the last two weeks that they were not told of; return how many people."""
    moments = select(Publication.round_id, Publication.release_at).order_by(Publication.id)
    recent = moments.where(released(), Publication.release_at > clock.now() - LOOKED_BACK)
    seen = dict.fromkeys((of, at) for of, at in db.session.execute(recent) if at is not None)
    return sum(tell_released(of, at) for of, at in seen if not _was_told(of, at))


def _was_told(round_id: int, moment: datetime) -> bool:
    told = exists().where(Notice.topic == released_topic(round_id, moment)).select()
    return bool(db.session.scalar(told))
