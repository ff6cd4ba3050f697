"""For every kind of document something to tell: who asks for it, its arguments, and figures read from the database."""

from datetime import date, timedelta

from sqlalchemy import func, select

from app.core import clock
from app.core.database import db
from app.evaluation.models import Result
from app.innovation.enums import IssueState, ObstacleLevel, Stage
from app.innovation.models import (
    ContestAward,
    ContestEntry,
    Issue,
    IssueProposer,
    MeetingDecision,
    Obstacle,
    ObstacleRequest,
    Slogan,
    Task,
)
from app.innovation.rules.obstacles import SETTLED
from app.mileage.models import MileageAccount, Transfer
from tests.factories import contests, mileage
from tests.factories.innovation import a_task_in, an_issue
from tests.factories.innovation_b import a_managed_task, a_meeting
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.obstacle_requests import decision_of, meeting_of, promise_of
from tests.factories.reports import published_round

YEAR = 2026
MONTH = "2026-11"


def _count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


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
    return cast.choi, arguments, [_count(Obstacle, Obstacle.state.not_in(SETTLED)), 1]


def obstacle_agenda(cast):
    obstacles(cast)
    promised = db.session.scalars(select(ObstacleRequest.promised_on)).one()
    return cast.choi, {"month": MONTH}, [_count(Obstacle, Obstacle.state.not_in(SETTLED)), 40, promised]


def obstacle_minutes(cast):
    meeting = meeting_of(cast, decision_of(cast, obstacles(cast)))
    decided = db.session.scalars(select(ObstacleRequest.promised_on).where(ObstacleRequest.meeting_id == meeting.id))
    return cast.choi, {"meeting_id": meeting.id}, [meeting.held_on, *decided, 40]


def meeting_minutes(cast):
    meeting = a_meeting(cast, a_managed_task(cast)[0])
    due = db.session.scalars(select(MeetingDecision.due_on).where(MeetingDecision.meeting_id == meeting.id)).all()
    return cast.choi, {"meeting_id": meeting.id}, [meeting.held_on, *due]


def slogan_poster(cast):
    slogan = approved_slogan(cast)
    return cast.kim, {"slogan_id": slogan.id}, [db.session.get(Slogan, slogan.id).text, str(YEAR)]


def mileage_statement(cast):
    mileage.items()
    for number, points in enumerate(("5", "2.5", "1.25"), start=1):
        mileage.award(cast.kim, f"task:{number}:plan", points=points, day=date(YEAR, 3, number))
    account = db.session.scalars(select(MileageAccount).where(MileageAccount.person_id == cast.kim.id)).one()
    points = db.session.scalars(select(Transfer.points).where(Transfer.credit_account_id == account.id)).all()
    return cast.kim, {"account_id": account.id, "year": YEAR}, [account.balance, *points]


def contest_result(cast):
    contest, _entries = contests.published(cast, "버스정보", "그늘막")
    scores = db.session.scalars(select(ContestEntry.first_score).where(ContestEntry.contest_id == contest.id))
    return cast.kim, {"contest_id": contest.id}, [*scores, _count(ContestEntry), _count(ContestAward)]


def award_list(cast):
    contests.published(cast, "버스정보", "그늘막")
    return cast.kim, {"year": YEAR}, [_count(ContestAward), *db.session.scalars(select(ContestAward.prize))]


def idea_receipt(cast):
    issue = an_issue(cast.kim, shares={cast.kim.id: 60, cast.ahn.id: 40})
    shares = db.session.scalars(select(IssueProposer.share))
    return cast.kim, {"issue_id": issue.id}, [issue.number, issue.decision_due_on, *(f"{one}%" for one in shares)]


def idea_register(cast):
    issues = [an_issue(cast.kim, title=f"{place}번째 제안") for place in range(3)]
    arguments = {"year": YEAR, "issue_kind": "", "issue_state": ""}
    figures = [_count(Issue), _count(Issue, Issue.state == IssueState.RECEIVED), issues[0].number]
    return cast.choi, arguments, [*figures, issues[0].decision_due_on]


def round_report(cast):
    record = published_round(cast)
    totals = db.session.scalars(select(Result.total))
    return cast.choi, {"round_id": record.id, "annex": False}, [total for total in totals if total is not None]


def department_sheet(cast):
    published_round(cast)
    total = db.session.scalars(select(Result.total).where(Result.department_id == cast.traffic))
    return cast.choi, {"department_id": cast.traffic, "year": YEAR, "annex": False}, list(total)


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
    )
}
