"""Pages of the room."""

from flask import Blueprint

bp = Blueprint("jobs", __name__)

from app.jobs.routes import background_jobs, scheduled_runs  # noqa: E402  they need the blueprint

__all__ = ["background_jobs", "bp", "scheduled_runs"]
