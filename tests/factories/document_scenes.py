"""For every kind of document something to tell: who asks for it, and its arguments."""

from datetime import date, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.innovation.enums import ObstacleLevel, Stage
from app.innovation.models import (
    Obstacle,
    Task,
)
from app.mileage.models import MileageAccount
from app.voice.enums.customer_voices import VoiceKind
from tests.factories import contests, mileage
from tests.factories import voice_surveys as asked
from tests.factories.innovation import a_task_in, an_issue
from tests.factories.innovation_b import a_managed_task, a_meeting
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.obstacle_requests import decision_of, meeting_of, promise_of
from tests.factories.reports import published_round
from tests.factories.voice_customer_voices import a_voice, an_answered_voice

YEAR = 2026
MONTH = "2026-11"


def obstacles(cast):
    """Three open obstacles, one of them old, late and higher up, with a kept and a running promise."""
    old, *_rest = (obstacle_of(cast, title=title) for title in ("허가 지연", "자료 칸막이", "예산 부족"))
    reported = clock.now() - timedelta(days=40)
    values = {"reported_at": reported, "due_on": clock.today() - timedelta(days=8), "level": ObstacleLevel.VICE_MAYOR}
    db.session.query(Obstacle).filter_by(id=old.id).update(values)
    promise_of(cast, obstacle=db.session.get(Obstacle, old.id, populate_existing=True), promised_on=date(YEAR, 11, 30))
    return old


def tower_pack(cast):
    obstacles(cast)
    a_task_in(Stage.TEAM, cast)
    still = a_task_in(Stage.FRAMING, cast)
    db.session.query(Task).filter_by(id=still.id).update({"stage_entered_at": clock.now() - timedelta(days=45)})
    published_round(cast)
    arguments = {"year": YEAR, "round": None, "bureau": None, "group": None, "value": "", "days": 30}
    return cast.choi, arguments


def obstacle_agenda(cast):
    obstacles(cast)
    return cast.choi, {"month": MONTH}


def obstacle_minutes(cast):
    meeting = meeting_of(cast, decision_of(cast, obstacles(cast)))
    return cast.choi, {"meeting_id": meeting.id}


def meeting_minutes(cast):
    return cast.choi, {"meeting_id": a_meeting(cast, a_managed_task(cast)[0]).id}


def slogan_poster(cast):
    return cast.kim, {"slogan_id": approved_slogan(cast).id}


def mileage_statement(cast):
    mileage.items()
    for number, points in enumerate(("5", "2.5", "1.25"), start=1):
        mileage.award(cast.kim, f"task:{number}:plan", points=points, day=date(YEAR, 3, number))
    account = db.session.scalars(select(MileageAccount).where(MileageAccount.person_id == cast.kim.id)).one()
    return cast.kim, {"account_id": account.id, "year": YEAR}


def contest_result(cast):
    contest, _entries = contests.published(cast, "버스정보", "그늘막")
    return cast.kim, {"contest_id": contest.id}


def award_list(cast):
    contests.published(cast, "버스정보", "그늘막")
    return cast.kim, {"year": YEAR}


def idea_receipt(cast):
    return cast.kim, {"issue_id": an_issue(cast.kim, shares={cast.kim.id: 60, cast.ahn.id: 40}).id}


def idea_register(cast):
    for place in range(3):
        an_issue(cast.kim, title=f"{place}번째 제안")
    return cast.choi, {"year": YEAR, "issue_kind": "", "issue_state": ""}


def round_report(cast):
    return cast.choi, {"round_id": published_round(cast).id, "annex": False}


def department_sheet(cast):
    published_round(cast)
    return cast.choi, {"department_id": cast.traffic, "year": YEAR, "annex": False}


def survey_results(cast):
    wave = asked.result(cast, {cast.civil: asked.steps(0, 0, 0, 4, 16), cast.roads: asked.steps(0, 0, 8)})
    return cast.choi, {"wave_id": wave.id}


def voice_digest(cast):
    for number in range(5):
        an_answered_voice(cast, place=f"{number}번 창구")
    a_voice(cast, kind=VoiceKind.PRAISE)
    monday = clock.today() - timedelta(days=clock.today().weekday())
    return cast.choi, {"first_day": monday.isoformat()}


SCENES = {
    scene.__name__: scene
    for scene in (
        round_report,
        department_sheet,
        tower_pack,
        obstacle_agenda,
        obstacle_minutes,
        meeting_minutes,
        slogan_poster,
        mileage_statement,
        contest_result,
        award_list,
        idea_receipt,
        idea_register,
        survey_results,
        voice_digest,
    )
}
