"""What the matrix of surveys acts on: a survey of 교통과 being written, one of the office with waves, a group, a table."""

from app.core.database import db, transaction
from app.voice.enums.surveys import SurveyPurpose, WaveWay
from app.voice.models import SurveyQuestion
from tests.factories import voice_surveys as made


def build(cast):
    with transaction():
        own = made.survey(cast, ready=False, department_id=cast.traffic)
        office = made.survey(cast)
        planned = made.wave(cast, office, name="계획", opened=False)
        closed = made.result(cast, {cast.traffic: made.steps(0, 0, 0, 9)}, record=office, name="마감")
        outside = made.survey(cast, purpose=SurveyPurpose.PHONE_KINDNESS, department_id=cast.traffic)
        tables = made.wave(cast, outside, name="2018", way=WaveWay.ENTERED)
        entry = made.table(cast, tables, actor=cast.bae)
        other = made.table(cast, tables, actor=cast.bae, place="다른 곳")
        of_tower = made.table(cast, tables, actor=cast.choi, place="관제")
        group = made.group(cast, department_id=cast.traffic)
        return {
            "survey": own.id,
            "office": office.id,
            "question": db.session.query(SurveyQuestion.id).filter_by(survey_id=own.id, number=1).scalar(),
            "planned": planned.id,
            "closed": closed.id,
            "tables": tables.id,
            "entry": entry.id,
            "other": other.id,
            "of_tower": of_tower.id,
            "group": group.id,
            "traffic": cast.traffic,
        }
