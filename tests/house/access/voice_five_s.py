"""Awards of 교통과 by 김: two that wait and one that is confirmed; an index that was reckoned and is shown outside."""

from app.core.database import db, transaction
from app.voice.enums.five_s import FiveSPart, FiveSShown
from app.voice.models.five_s import FiveSFigure
from app.voice.services.five_s import set_showing
from tests.factories import voice_five_s as made


def build(cast):
    with transaction():
        confirmed = made.confirmed(cast).id
        waiting, other = made.handed_in(cast, title="기다리는 상").id, made.handed_in(cast, title="다른 상").id
        made.reckoned(cast)
        set_showing(actor=cast.choi, shown=FiveSShown.STANDING)
        figures = db.session.query(FiveSFigure.id).filter_by(department_id=cast.traffic, part=FiveSPart.SMART)
        return {
            "waiting": waiting,
            "other": other,
            "confirmed": confirmed,
            "traffic": cast.traffic,
            "figure": figures.scalar(),
        }
