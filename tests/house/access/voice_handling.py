"""What the matrix of handling records acts on: records of 교통과 and 민원봉사과 in one batch that 배 has read in."""

from sqlalchemy import select

from app.core.database import db
from app.voice.models import Affair, HandlingRecord
from tests.factories import voice_handling as made


def build(cast):
    batch = made.entered(cast.bae, made.row("1"), made.row("2", 부서="민원봉사과"))
    ids = dict(db.session.execute(select(HandlingRecord.receipt_no, HandlingRecord.id)).all())
    affair = db.session.scalar(select(Affair.id))
    return {"batch": batch, "own": ids["1"], "other": ids["2"], "affair": affair}
