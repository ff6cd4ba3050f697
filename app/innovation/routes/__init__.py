"""Pages of innovation: one blueprint, a module per noun."""

from flask import Blueprint

bp = Blueprint("innovation", __name__)

from app.innovation.routes import (  # noqa: E402  needs the blueprint
    boards,
    closings,
    findings,
    issues,
    lessons,
    meetings,
    obstacles,
    plans,
    reports,
    slogans,
    stages,
    tasks,
    teams,
    triage,
)

__all__ = [
    "boards",
    "bp",
    "closings",
    "findings",
    "issues",
    "lessons",
    "meetings",
    "obstacles",
    "plans",
    "reports",
    "slogans",
    "stages",
    "tasks",
    "teams",
    "triage",
]
