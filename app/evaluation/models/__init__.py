"""What evaluation keeps: indicators, rounds, actual values, sheets of evaluators and published results."""

from app.evaluation.models.adjustments import PointAdjustment
from app.evaluation.models.combinations import Combination, CombinationPart
from app.evaluation.models.indicators import Indicator, Objective, Perspective, TargetChange
from app.evaluation.models.measures import ActualMeasure
from app.evaluation.models.panels import Criterion, EvaluatorAssignment, ScoreEntry, ScoreSheet
from app.evaluation.models.results import Publication, Result
from app.evaluation.models.rounds import Composition, EvaluationRound, PhaseChange, RoundMember

__all__ = [
    "ActualMeasure",
    "Combination",
    "CombinationPart",
    "Composition",
    "Criterion",
    "EvaluationRound",
    "EvaluatorAssignment",
    "Indicator",
    "Objective",
    "Perspective",
    "PhaseChange",
    "PointAdjustment",
    "Publication",
    "Result",
    "RoundMember",
    "ScoreEntry",
    "ScoreSheet",
    "TargetChange",
]
