"""A prepared contest, a call with an entry of 교통과, a first round (jury 박 and 신), and a published result."""

from app.core.database import db, transaction
from app.innovation.models import ContestJuror
from tests.factories.contests import called, contest_of, enter, in_first_round, jury_of, published


def build(cast):
    with transaction():
        draft = contest_of(cast, name="준비 중")
        jury_of(cast, draft)
        call = called(cast, name="접수 중")
        entered = enter(cast, call)
        first, (entry,) = in_first_round(cast, name="심사 중")
        done, (winner,) = published(cast, "수상작")
        return {
            "draft": draft.id,
            "juror": db.session.query(ContestJuror.id).filter_by(contest_id=draft.id, person_id=cast.park.id).scalar(),
            "call": call.id,
            "entered": entered.id,
            "first": first.id,
            "entry": entry.id,
            "done": done.id,
            "winner": winner.id,
        }
