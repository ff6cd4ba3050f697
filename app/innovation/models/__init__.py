"""Tables of innovation, a file per noun; import them from here."""

from app.innovation.models.benchmarks import Benchmark, BenchmarkFigure
from app.innovation.models.campaigns import Campaign
from app.innovation.models.cases import Case, CaseAuthor, CaseFigure, CaseStep
from app.innovation.models.clock_presets import ClockPreset
from app.innovation.models.closings import Closing, ClosingStep, ClosingValue, Lesson
from app.innovation.models.contest_entries import ContestAward, ContestEntry, ContestMark, ContestSheet, ContestVote
from app.innovation.models.contests import (
    Contest,
    ContestCriterion,
    ContestGroup,
    ContestGroupPeer,
    ContestJuror,
    ContestPrize,
    ContestResult,
    ContestStep,
)
from app.innovation.models.cooperation import OpinionReminder
from app.innovation.models.findings import Finding
from app.innovation.models.issue_aftermath import FollowUp, Revival
from app.innovation.models.issue_answers import IssueOpinion, IssuePromise, IssueReview, IssueTransfer
from app.innovation.models.issue_grams import IssueGram
from app.innovation.models.issue_voices import IssueComment, IssueFollow, IssueParticipation, IssueVote
from app.innovation.models.issues import FormerProposer, Issue, IssueProposer, IssueStep, Triage
from app.innovation.models.joint_leads import LeadSetting, LeadShare
from app.innovation.models.library import BenchmarkWord, CaseWord, LibraryWord
from app.innovation.models.meetings import CheckMeeting, MeetingDecision
from app.innovation.models.milestones import MilestoneResult
from app.innovation.models.numbers import NumberCounter
from app.innovation.models.obstacle_requests import (
    EscalationDays,
    ObstacleMeeting,
    ObstacleMeetingItem,
    ObstacleRequest,
)
from app.innovation.models.obstacles import Obstacle, ObstacleMove
from app.innovation.models.plans import ExpectedObstacle, Plan, PlanMeasure, PlanStep, PracticeItem
from app.innovation.models.practice_changes import PracticeChange
from app.innovation.models.reports import ProgressReport, ReportPeriod, ReportStep, ReportValue
from app.innovation.models.search import SearchGram, SearchText
from app.innovation.models.slogan_calls import SloganCall
from app.innovation.models.slogan_panels import (
    SloganBallot,
    SloganCriterion,
    SloganEvaluator,
    SloganMark,
    SloganPanel,
    SloganPanelChange,
)
from app.innovation.models.slogan_reviews import SloganItemResult, SloganReview, SloganReviewStep
from app.innovation.models.slogans import Slogan, SloganItem, SloganStep
from app.innovation.models.spreads import Spread
from app.innovation.models.stages import GateWaiver, StageAdvance, StageCounter, StageLimit, StageReturn
from app.innovation.models.tasks import Task
from app.innovation.models.teams import FormerMember, Opinion, TeamMember
from app.innovation.models.unmaskings import Unmasking

__all__ = [
    "Benchmark",
    "BenchmarkFigure",
    "BenchmarkWord",
    "Campaign",
    "Case",
    "CaseAuthor",
    "CaseFigure",
    "CaseStep",
    "CaseWord",
    "CheckMeeting",
    "ClockPreset",
    "Closing",
    "ClosingStep",
    "ClosingValue",
    "Contest",
    "ContestAward",
    "ContestCriterion",
    "ContestEntry",
    "ContestGroup",
    "ContestGroupPeer",
    "ContestJuror",
    "ContestMark",
    "ContestPrize",
    "ContestResult",
    "ContestSheet",
    "ContestStep",
    "ContestVote",
    "EscalationDays",
    "ExpectedObstacle",
    "Finding",
    "FollowUp",
    "FormerMember",
    "FormerProposer",
    "GateWaiver",
    "Issue",
    "IssueComment",
    "IssueFollow",
    "IssueGram",
    "IssueOpinion",
    "IssueParticipation",
    "IssuePromise",
    "IssueProposer",
    "IssueReview",
    "IssueStep",
    "IssueTransfer",
    "IssueVote",
    "LeadSetting",
    "LeadShare",
    "Lesson",
    "LibraryWord",
    "MeetingDecision",
    "MilestoneResult",
    "NumberCounter",
    "Obstacle",
    "ObstacleMeeting",
    "ObstacleMeetingItem",
    "ObstacleMove",
    "ObstacleRequest",
    "Opinion",
    "OpinionReminder",
    "Plan",
    "PlanMeasure",
    "PlanStep",
    "PracticeChange",
    "PracticeItem",
    "ProgressReport",
    "ReportPeriod",
    "ReportStep",
    "ReportValue",
    "Revival",
    "SearchGram",
    "SearchText",
    "Slogan",
    "SloganBallot",
    "SloganCall",
    "SloganCriterion",
    "SloganEvaluator",
    "SloganItem",
    "SloganItemResult",
    "SloganMark",
    "SloganPanel",
    "SloganPanelChange",
    "SloganReview",
    "SloganReviewStep",
    "SloganStep",
    "Spread",
    "StageAdvance",
    "StageCounter",
    "StageLimit",
    "StageReturn",
    "Task",
    "TeamMember",
    "Triage",
    "Unmasking",
]
