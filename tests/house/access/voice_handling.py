"""What the matrix of handling records acts on: records of 교통과 and 민원봉사과 in one batch that 배 has read in, and a link."""

from datetime import date

from sqlalchemy import select

from app.core.database import db, transaction
from app.voice.models import Affair, HandlingRecord
from app.voice.services.affairs import improve_affair
from tests.factories import voice_handling as made
from tests.factories.innovation import a_task


def build(cast):
    batch = made.entered(cast.bae, made.row("1"), made.row("2", 부서="민원봉사과"))
    ids = dict(db.session.execute(select(HandlingRecord.receipt_no, HandlingRecord.id)).all())
    with transaction():
        affair, number = db.session.scalars(select(Affair)).one(), a_task(cast).number
        day, words = date(2026, 3, 2), "창구를 하나로 합쳤습니다."
        link = improve_affair(affair=affair, actor=cast.choi, task_number=number, from_day=day, words=words)
        return {
            "batch": batch,
            "own": ids["1"],
            "other": ids["2"],
            "affair": affair.id,
            "improvement": link.id,
        }
