"""Claiming and finishing scheduled runs."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.jobs.models import ScheduledRun

OUTCOME_LENGTH = 500
BROKEN_OFF = timedelta(minutes=10)


def claim_run(*, job: str, due_at: datetime) -> int | None:
    """Claim a due time. Returns the run's id, or None when another process has it already.

    A run that was claimed ten minutes ago and never finished was broken off (a kill, a full disk) and may be claimed again.
    """
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    now = clock.now()
    fresh = insert(ScheduledRun).values(job=job, due_at=due_at, claimed_at=now)
    again = update(ScheduledRun).where(
        ScheduledRun.job == job,
        ScheduledRun.due_at == due_at,
        ScheduledRun.finished_at.is_(None),
        ScheduledRun.claimed_at < now - BROKEN_OFF,
    )
    run_id: int | None = db.session.scalar(
        fresh.on_conflict_do_nothing(index_elements=["job", "due_at"]).returning(ScheduledRun.id)
    )
    if run_id is None:
        run_id = db.session.scalar(again.values(claimed_at=now).returning(ScheduledRun.id))
    return run_id


def finish_run(*, run_id: int, outcome: str) -> None:
    """Write down how a run ended."""
    run = db.session.get_one(ScheduledRun, run_id)
    run.finished_at = clock.now()
    run.outcome = outcome[:OUTCOME_LENGTH]
    db.session.flush()
