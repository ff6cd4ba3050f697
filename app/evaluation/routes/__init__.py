"""Pages of evaluation."""

from flask import Blueprint

bp = Blueprint("evaluation", __name__)

from app.evaluation.routes import (  # noqa: E402  the blueprint must exist before its routes
    adjustments,
    combinations,
    evaluators,
    indicators,
    measures,
    publications,
    results,
    rounds,
    setup,
    sheets,
)

__all__ = [
    "adjustments",
    "bp",
    "combinations",
    "evaluators",
    "indicators",
    "measures",
    "publications",
    "results",
    "rounds",
    "setup",
    "sheets",
]
