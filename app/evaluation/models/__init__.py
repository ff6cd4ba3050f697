"""What evaluation keeps: indicators, rounds, actual values, sheets of evaluators and published results."""

from app.evaluation.models import appeal_triggers as appeal_triggers  # registers triggers over several tables
from app.evaluation.models.adjustments import PointAdjustment
from app.evaluation.models.appeal_corrections import AppealCorrection
from app.evaluation.models.appeals import Appeal, AppealStep, AppealTerms, AppealWindow
from app.evaluation.models.calibration import (
    CalibrationAttendee,
    CalibrationBounds,
    CalibrationCase,
    CalibrationDecision,
    CalibrationSession,
)
from app.evaluation.models.combinations import Combination, CombinationPart
from app.evaluation.models.corrections import Correction
from app.evaluation.models.guests import OutsideEvaluator, PanelCode, PanelSession
from app.evaluation.models.indicator_quality import (
    QualityItem,
    QualityPanel,
    QualityRater,
    QualityRating,
    SunsetDecision,
)
from app.evaluation.models.indicators import Indicator, Objective, Perspective, TargetChange
from app.evaluation.models.joint_indicators import JointIndicator, JointShare
from app.evaluation.models.measures import ActualMeasure
from app.evaluation.models.panels import Criterion, EvaluatorAssignment, ScoreEntry, ScoreSheet
from app.evaluation.models.public_showings import PublicShowing
from app.evaluation.models.raters import AssignedDepartment, EvaluatorSource, PanelRule, SurveyResult
from app.evaluation.models.rehearsals import Rehearsal
from app.evaluation.models.reopenings import ReopeningEntry, ReopeningScope, RoundReopening
from app.evaluation.models.results import Publication, Result
from app.evaluation.models.round_copies import RoundCopy
from app.evaluation.models.round_days import RoundDay
from app.evaluation.models.round_seals import RoundSeal
from app.evaluation.models.rounds import Composition, EvaluationRound, PhaseChange, RoundMember
from app.evaluation.models.scorecards import ObjectiveLink, StrategicGoal, WeightPart, WeightSet
from app.evaluation.models.sheet_histories import DeclaredConflict, KeptMark, KeptSheet, SheetRules
from app.evaluation.models.source_pictures import SourcePicture

__all__ = [
    "ActualMeasure",
    "Appeal",
    "AppealCorrection",
    "AppealStep",
    "AppealTerms",
    "AppealWindow",
    "AssignedDepartment",
    "CalibrationAttendee",
    "CalibrationBounds",
    "CalibrationCase",
    "CalibrationDecision",
    "CalibrationSession",
    "Combination",
    "CombinationPart",
    "Composition",
    "Correction",
    "Criterion",
    "DeclaredConflict",
    "EvaluationRound",
    "EvaluatorAssignment",
    "EvaluatorSource",
    "Indicator",
    "JointIndicator",
    "JointShare",
    "KeptMark",
    "KeptSheet",
    "Objective",
    "ObjectiveLink",
    "OutsideEvaluator",
    "PanelCode",
    "PanelRule",
    "PanelSession",
    "Perspective",
    "PhaseChange",
    "PointAdjustment",
    "PublicShowing",
    "Publication",
    "QualityItem",
    "QualityPanel",
    "QualityRater",
    "QualityRating",
    "Rehearsal",
    "ReopeningEntry",
    "ReopeningScope",
    "Result",
    "RoundCopy",
    "RoundDay",
    "RoundMember",
    "RoundReopening",
    "RoundSeal",
    "ScoreEntry",
    "ScoreSheet",
    "SheetRules",
    "SourcePicture",
    "StrategicGoal",
    "SunsetDecision",
    "SurveyResult",
    "TargetChange",
    "WeightPart",
    "WeightSet",
]
