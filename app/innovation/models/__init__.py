"""Tables of innovation, a file per noun; import them from here."""

from app.innovation.models.closings import Closing, ClosingStep, ClosingValue, Lesson
from app.innovation.models.findings import Finding
from app.innovation.models.issues import Issue, IssueProposer, IssueStep, Triage
from app.innovation.models.meetings import CheckMeeting, MeetingDecision
from app.innovation.models.numbers import NumberCounter
from app.innovation.models.obstacles import Obstacle, ObstacleMove
from app.innovation.models.plans import ExpectedObstacle, Plan, PlanMeasure, PlanStep, PracticeItem
from app.innovation.models.reports import ProgressReport, ReportPeriod, ReportStep, ReportValue
from app.innovation.models.slogans import Slogan, SloganItem, SloganReview, SloganStep
from app.innovation.models.stages import GateWaiver, StageAdvance, StageCounter, StageReturn
from app.innovation.models.tasks import Task
from app.innovation.models.teams import Opinion, TeamMember

__all__ = [
    "CheckMeeting",
    "Closing",
    "ClosingStep",
    "ClosingValue",
    "ExpectedObstacle",
    "Finding",
    "GateWaiver",
    "Issue",
    "IssueProposer",
    "IssueStep",
    "Lesson",
    "MeetingDecision",
    "NumberCounter",
    "Obstacle",
    "ObstacleMove",
    "Opinion",
    "Plan",
    "PlanMeasure",
    "PlanStep",
    "PracticeItem",
    "ProgressReport",
    "ReportPeriod",
    "ReportStep",
    "ReportValue",
    "Slogan",
    "SloganItem",
    "SloganReview",
    "SloganStep",
    "StageAdvance",
    "StageCounter",
    "StageReturn",
    "Task",
    "TeamMember",
    "Triage",
]
