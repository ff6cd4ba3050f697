"""What a document must say, asked of the database in words of its own: figures by what they are called in the document.

A place is the label of a fact, or (a cell of the row, the head of the column); English, as in the code. `IN_THE_TEXT` holds
what stands there without a label.
"""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from app.core import clock
from app.core.database import db
from app.core.i18n import format_day
from app.core.messages import Message
from app.evaluation.models import EvaluationRound, Publication, Result
from app.innovation.enums import Stage, TaskState
from app.innovation.enums.obstacle_requests import AgendaSection, RequestState
from app.innovation.models import (
    Case,
    CheckMeeting,
    Closing,
    Contest,
    ContestAward,
    ContestEntry,
    ContestResult,
    Issue,
    IssueProposer,
    MeetingDecision,
    Obstacle,
    ObstacleMeeting,
    ObstacleMeetingItem,
    ObstacleRequest,
    ProgressReport,
    ReportPeriod,
    Slogan,
    Task,
)
from app.innovation.rules.obstacles import SETTLED
from app.mileage.models import Transfer
from app.organization.models import Department
from app.voice.enums.customer_voices import VoiceState
from app.voice.models import CustomerVoice, Survey, SurveyCell, SurveyWave

IN_THE_TEXT = "in the text"
LASTING = {Stage.MANAGEMENT, Stage.MONITORING}


def _count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def _all(statement):
    return db.session.scalars(statement).all()


def _open():
    return Obstacle.state.not_in(SETTLED)


def _late_promises():
    return _count(
        ObstacleRequest, ObstacleRequest.state == RequestState.COMMITTED, ObstacleRequest.promised_on < clock.today()
    )


def tower_pack(_who, arguments):
    today = clock.today()
    missing = or_(ProgressReport.id.is_(None), ProgressReport.submitted_on.is_(None))
    overdue = (
        select(func.count())
        .select_from(ReportPeriod)
        .join(Task, Task.id == ReportPeriod.task_id)
        .outerjoin(ProgressReport, ProgressReport.period_id == ReportPeriod.id)
        .where(ReportPeriod.due_on < today, missing, Task.state == TaskState.ACTIVE)
    )
    before = clock.start_of_day(today - timedelta(days=arguments["days"]))
    still = [task for task in _all(select(Task).where(Task.state == TaskState.ACTIVE)) if _moved_at(task) < before]
    return {
        "Overdue reports": db.session.scalar(overdue),
        "Tasks standing still": len(still),
        "Open obstacles": _count(Obstacle, _open()),
        "of these beyond their day": _count(Obstacle, _open(), Obstacle.due_on < today),
        "Promises beyond their day": _late_promises(),
    }


def _moved_at(task):
    moments = [task.stage_entered_at]
    if task.stage in LASTING:
        moments.append(task.updated_at)
        for model, at in ((ProgressReport, "written_at"), (CheckMeeting, "recorded_at"), (Closing, "written_at")):
            moments += _all(select(getattr(model, at)).where(model.task_id == task.id))
    return max(moments)


def obstacle_agenda(_who, _arguments):
    rows = _all(select(Obstacle).where(_open()))
    return {
        "Open obstacles": len(rows),
        "of these beyond their day": sum(row.due_on is not None and row.due_on < clock.today() for row in rows),
        "Promises that run": _count(ObstacleRequest, ObstacleRequest.state == RequestState.COMMITTED),
        "Promises beyond their day": _late_promises(),
        **{(row.title, "Days open"): _days_since(row.reported_at) for row in rows},
    }


def _days_since(moment):
    return (clock.today() - clock.to_seoul(moment).date()).days


def obstacle_minutes(_who, arguments):
    meeting = db.session.get_one(ObstacleMeeting, arguments["meeting_id"])
    decided = _all(select(ObstacleRequest).where(ObstacleRequest.meeting_id == meeting.id))
    stood = db.session.execute(
        select(Obstacle.title, ObstacleMeetingItem.days_open)
        .join(Obstacle, Obstacle.id == ObstacleMeetingItem.obstacle_id)
        .where(ObstacleMeetingItem.meeting_id == meeting.id, ObstacleMeetingItem.section != AgendaSection.COMMITMENTS)
    )
    return {
        "Held on": meeting.held_on,
        **{(one.text, "By when"): one.promised_on or one.due_on for one in decided},
        **{(title, "Days open"): days for title, days in stood},
    }


def meeting_minutes(_who, arguments):
    meeting = db.session.get_one(CheckMeeting, arguments["meeting_id"])
    decided = _all(select(MeetingDecision).where(MeetingDecision.meeting_id == meeting.id))
    return {"Held on": meeting.held_on, **{(one.text, "By when"): one.due_on for one in decided}}


def slogan_poster(_who, arguments):
    slogan = db.session.get_one(Slogan, arguments["slogan_id"])
    return {IN_THE_TEXT: (slogan.text, str(slogan.year))}


def mileage_statement(_who, arguments):
    account, year = arguments["account_id"], arguments["year"]
    rows = _all(
        select(Transfer)
        .where(or_(Transfer.debit_account_id == account, Transfer.credit_account_id == account))
        .order_by(Transfer.occurred_on, Transfer.id)
    )
    days = Counter(row.occurred_on for row in rows)
    first, last = date(year, 1, 1), min(date(year, 12, 31), clock.today())
    before, balance, found = 0, 0, {}
    for row in rows:
        points = row.points if row.credit_account_id == account else -row.points
        balance += points
        if row.occurred_on < first:
            before = balance
        elif days[row.occurred_on] == 1:
            found |= {(row.occurred_on, "Points"): points, (row.occurred_on, "Balance"): balance}
    sums = (("Balance before %(day)s", first, before), ("Balance after %(day)s", last, balance))
    return found | {(Message(label, {"day": format_day(day)}), "Points"): points for label, day, points in sums}


def contest_result(_who, arguments):
    contest = db.session.get_one(Contest, arguments["contest_id"])
    awards = _all(select(ContestAward).where(ContestAward.contest_id == contest.id))
    entries = db.session.execute(
        select(Case.title, ContestEntry.first_score)
        .join(Case, Case.id == ContestEntry.case_id)
        .where(ContestEntry.contest_id == contest.id, ContestEntry.withdrawn_at.is_(None))
    ).all()
    return {
        "Awards": len(awards),
        **({} if contest.results_only else {"Entries": len(entries)}),
        **{(title, "First round"): score for title, score in entries},
        **{(award.title, "Prize"): award.prize for award in awards if award.title},
    }


def award_list(_who, arguments):
    awards = _all(
        select(ContestAward)
        .join(Contest, Contest.id == ContestAward.contest_id)
        .where(
            Contest.year == arguments["year"],
            select(ContestResult.id).where(ContestResult.contest_id == Contest.id).exists(),
        )
    )
    return {
        "Contests": len({award.contest_id for award in awards}),
        "Awards": len(awards),
        **{(name, "Awards"): count for name, count in Counter(award.department for award in awards).items()},
        **{(award.title, "Prize"): award.prize for award in awards if award.title},
    }


def idea_receipt(_who, arguments):
    issue = db.session.get_one(Issue, arguments["issue_id"])
    shares = _all(select(IssueProposer.share).where(IssueProposer.issue_id == issue.id))
    return {
        "Receipt number": issue.number,
        "Title": issue.title,
        "Decision due": issue.decision_due_on,
        IN_THE_TEXT: tuple(f"{share}%" for share in shares if not issue.blind),
    }


def idea_register(_who, arguments):
    issues = [issue for issue in _all(select(Issue)) if clock.to_seoul(issue.received_at).year == arguments["year"]]
    return {
        "Issues received": len(issues),
        **{(state.label, "Issues"): count for state, count in Counter(issue.state for issue in issues).items()},
        **{(issue.number, "Decision due"): issue.decision_due_on for issue in issues},
    }


def round_report(_who, arguments):
    publication = _latest(arguments["round_id"])
    results = _all(select(Result).where(Result.publication_id == publication.id))
    return {
        "Departments": len(results),
        "Hash of the publication (SHA-256)": publication.sha256,
        **{(one.department_name, "Total"): one.total for one in results},
        **{(one.department_name, "Grade"): one.grade for one in results},
    }


def _latest(round_id):
    return _all(select(Publication).where(Publication.round_id == round_id).order_by(Publication.version))[-1]


def department_sheet(_who, arguments):
    unit, year = arguments["department_id"], arguments["year"]
    after = clock.start_of_day(date(year + 1, 1, 1))
    led = (Task.lead_department_id == unit, Task.state == TaskState.ACTIVE, Task.framed_at < after)
    tasks = _all(select(Task).where(*led))
    found = {
        (f"{task.number} {task.title}", "Open obstacles"): _count(Obstacle, _open(), Obstacle.task_id == task.id)
        for task in tasks
    }
    rounds = select(EvaluationRound.id).join(Publication).where(EvaluationRound.year == year)
    for round_id in _all(rounds.order_by(EvaluationRound.base_on.desc()).limit(1)):
        result = select(Result).where(Result.publication_id == _latest(round_id).id, Result.department_id == unit)
        found["Total"] = db.session.scalars(result).one().total
    return found


def survey_results(_who, arguments):
    wave = db.session.get_one(SurveyWave, arguments["wave_id"])
    minimum = db.session.get_one(Survey, wave.survey_id).minimum
    answers = Counter()
    for cell in _all(select(SurveyCell).where(SurveyCell.wave_id == wave.id)):
        answers[cell.department_key] += cell.answers
    units, shown = _units(), min(answers.values()) >= minimum
    return {
        "Number of answers": sum(answers.values()),
        **{(units[unit], "Number of answers"): count for unit, count in answers.items() if unit and shown},
    }


def _units():
    return dict(db.session.execute(select(Department.id, Department.name)).all())


def voice_digest(_who, arguments):
    monday = date.fromisoformat(arguments["first_day"])
    voices = _all(select(CustomerVoice).where(CustomerVoice.received_on.between(monday, monday + timedelta(days=6))))
    units = _units()
    return {
        "Received": len(voices),
        "Answered": sum(voice.state is VoiceState.ANSWERED for voice in voices),
        **{(kind.label, "Received"): count for kind, count in Counter(voice.kind for voice in voices).items()},
        **{
            (units[unit], "Received"): count
            for unit, count in Counter(voice.department_id for voice in voices).items()
            if unit is not None
        },
    }


FIGURES = {
    question.__name__: question
    for question in (
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
