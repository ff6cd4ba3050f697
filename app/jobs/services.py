"""Claiming and finishing scheduled runs."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.jobs.models import ScheduledRun

OUTCOME_LENGTH = 500


def claim_run(*, job: str, due_at: datetime) -> int | None:
    """Claim a due time. Returns the run's id, or None when another process has it already."""
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(ScheduledRun).values(job=job, due_at=due_at, claimed_at=clock.now())
    claimed = statement.on_conflict_do_nothing(index_elements=["job", "due_at"]).returning(ScheduledRun.id)
    run_id: int | None = db.session.scalar(claimed)
    return run_id


def finish_run(*, run_id: int, outcome: str) -> None:
    """Write down how a run ended."""
    run = db.session.get_one(ScheduledRun, run_id)
    run.finished_at = clock.now()
    run.outcome = outcome[:OUTCOME_LENGTH]
    db.session.flush()
