"""Vocabularies of innovation, a file per noun; import them from here."""

from app.innovation.enums.issues import IssueKind, IssueSource, IssueState, RefusalReason, TriageDecision
from app.innovation.enums.obstacles import (
    ObstacleControl,
    ObstacleKind,
    ObstacleLevel,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleState,
    ObstacleSubject,
    Sensitivity,
)
from app.innovation.enums.plans import PlanState
from app.innovation.enums.reports import FindingKind, MeetingKind, ReportCadence, ReportState
from app.innovation.enums.slogans import SloganState
from app.innovation.enums.stages import GateCode, Stage
from app.innovation.enums.tasks import (
    CloseResult,
    Rating,
    RatingKind,
    SpreadDecision,
    TaskField,
    TaskKind,
    TaskState,
)
from app.innovation.enums.teams import OpinionAnswer, TeamRole

__all__ = [
    "CloseResult",
    "FindingKind",
    "GateCode",
    "IssueKind",
    "IssueSource",
    "IssueState",
    "MeetingKind",
    "ObstacleControl",
    "ObstacleKind",
    "ObstacleLevel",
    "ObstaclePhase",
    "ObstacleSeverity",
    "ObstacleState",
    "ObstacleSubject",
    "OpinionAnswer",
    "PlanState",
    "Rating",
    "RatingKind",
    "RefusalReason",
    "ReportCadence",
    "ReportState",
    "Sensitivity",
    "SloganState",
    "SpreadDecision",
    "Stage",
    "TaskField",
    "TaskKind",
    "TaskState",
    "TeamRole",
    "TriageDecision",
]
