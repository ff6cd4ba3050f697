"""Claiming and finishing scheduled runs."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.database import db
from app.core.events import publish
from app.core.messages import Message
from app.jobs.events import ScheduledRunAsked
from app.jobs.locks import is_run_alive
from app.jobs.models import ScheduledRun

TEXT_LENGTH = 500
BROKEN_OFF = timedelta(minutes=10)


def claim_run(*, job: str, due_at: datetime, asked_by_id: int | None = None) -> int | None:
    """Claim a due time. Returns the run's id, or None when another process has it already.

    A run that was claimed ten minutes ago, never finished and is not running any more was broken off (a kill, a full
    disk) and may be claimed again.
    """
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    now = clock.now()
    fresh = insert(ScheduledRun).values(job=job, due_at=due_at, claimed_at=now, asked_by_id=asked_by_id)
    run_id: int | None = db.session.scalar(
        fresh.on_conflict_do_nothing(index_elements=["job", "due_at"]).returning(ScheduledRun.id)
    )
    if run_id is None:
        return _claim_again(job, due_at, now)
    if asked_by_id is not None:
        publish(ScheduledRunAsked(actor_id=asked_by_id, scheduled_run_id=run_id, job=job))
    return run_id


def _claim_again(job: str, due_at: datetime, now: datetime) -> int | None:
    broken = (
        ScheduledRun.job == job,
        ScheduledRun.due_at == due_at,
        ScheduledRun.finished_at.is_(None),
        ScheduledRun.claimed_at < now - BROKEN_OFF,
    )
    run_id: int | None = db.session.scalar(select(ScheduledRun.id).where(*broken))
    if run_id is None or is_run_alive(run_id):
        return None
    again = update(ScheduledRun).where(*broken).values(claimed_at=now, trouble=None, told=None)
    claimed: int | None = db.session.scalar(again.returning(ScheduledRun.id))
    return claimed


def finish_run(*, run_id: int, outcome: str, told: Message | None = None) -> None:
    """Write down how a run ended: in English for the log, and as a sentence for the reader's language."""
    run = db.session.get_one(ScheduledRun, run_id)
    run.finished_at = clock.now()
    run.outcome = outcome[:TEXT_LENGTH]
    run.told = _kept(told) if told is not None else None
    db.session.flush()


def tell_trouble(*, run_id: int, trouble: Message) -> None:
    """Write down why a run broke off: it is tried again, and until then people can read what is wrong."""
    run = db.session.get_one(ScheduledRun, run_id)
    run.trouble, run.told = str(trouble)[:TEXT_LENGTH], _kept(trouble)
    db.session.flush()


def _kept(sentence: Message) -> dict[str, Any]:
    """Return a sentence with its parameters as plain values."""
    plain = {name: value if isinstance(value, int | str) else str(value) for name, value in sentence.params.items()}
    return {"msgid": sentence.msgid, "params": plain}
