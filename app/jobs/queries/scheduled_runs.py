"""Reads about scheduled runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core import clock
from app.core.database import db
from app.core.i18n import format_number
from app.core.messages import Labelled, Message, _
from app.jobs.locks import is_run_alive
from app.jobs.models import ScheduledRun
from app.jobs.services.scheduled_runs import BROKEN_OFF
from app.jobs.timetable import Job, last_due, next_due, timetable


class RunState(Labelled):
    """예약 실행 상태: how the last run of a job went."""

    NEVER = "never", _("Has not run yet")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    BROKEN_OFF = "broken_off", _("Broken off")


@dataclass(frozen=True)
class Line:
    """A job of the timetable: how its last run went in words, and when it is due again."""

    job: Job
    state: RunState
    run: ScheduledRun | None
    said: Message | str | None
    next_due: datetime
    is_late: bool


def last_finished_run(job: str) -> ScheduledRun | None:
    """Return the latest run of a job that came to its end."""
    finished = select(ScheduledRun).where(ScheduledRun.job == job, ScheduledRun.finished_at.is_not(None))
    return db.session.scalar(finished.order_by(ScheduledRun.due_at.desc()).limit(1))


def timetable_lines() -> Sequence[Line]:
    """Return the timetable with the last run of each job, in one statement."""
    newest = select(func.max(ScheduledRun.due_at).label("due_at"), ScheduledRun.job).group_by(ScheduledRun.job)
    last = newest.subquery()
    statement = select(ScheduledRun).join(
        last, (last.c.job == ScheduledRun.job) & (last.c.due_at == ScheduledRun.due_at)
    )
    runs = {run.job: run for run in db.session.scalars(statement)}
    return [_line(job, runs.get(job.name)) for job in timetable()]


def _line(job: Job, run: ScheduledRun | None) -> Line:
    now = clock.now()
    state = state_of(run)
    is_late = run is None or run.due_at < last_due(job, now)
    return Line(job, state, run, _said(run), next_due(job, now), is_late)


def state_of(run: ScheduledRun | None) -> RunState:
    """Return how a run stands: one that gave no sign for ten minutes and holds no lock was broken off."""
    if run is None:
        return RunState.NEVER
    if run.finished_at is not None:
        return RunState.REFUSED if (run.outcome or "").startswith("refused") else RunState.DONE
    if run.trouble is not None:
        return RunState.BROKEN_OFF
    alive = is_run_alive(run.id) or run.claimed_at >= clock.now() - BROKEN_OFF
    return RunState.RUNNING if alive else RunState.BROKEN_OFF


def _said(run: ScheduledRun | None) -> Message | str | None:
    if run is None:
        return None
    if run.told is not None:
        counts = {
            name: format_number(value) if isinstance(value, int) else value
            for name, value in run.told["params"].items()
        }
        return Message(run.told["msgid"], counts)
    return run.outcome or run.trouble
