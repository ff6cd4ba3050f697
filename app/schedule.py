"""예약 작업: the timetable, one table. Every due time runs once, over any number of processes, also after a stop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

import app.audit.services as audit
import app.drafts.services as drafts
import app.files.services as files
import app.mileage.services as mileage
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import OpumError
from app.innovation.services import obstacles
from app.innovation.services.issue_index import index_missing_issues
from app.jobs.services import claim_run, finish_run
from app.mileage.queries import nightly
from app.mileage.services import ledger_exports, thanks_purses
from app.mileage.services.thanks_checks import check_thanks
from app.organization.services import seed_holidays

log = logging.getLogger("opum.schedule")

MOST_LOGGED = 20

Work = Callable[[date], str]


@dataclass(frozen=True)
class Job:
    """Daily work at a time of day in Seoul. `work` gets the day and says how it went in one line."""

    name: str
    at: time
    work: Work


def anchor_audit_chain(day: date) -> str:
    """Write the day's anchor: whoever rewrites the chain later contradicts it."""
    anchor = audit.write_anchor(day)
    return f"anchored at entry {anchor.seq}"


def verify_audit_chain(_day: date) -> str:
    """Read the whole chain again."""
    found = audit.verify_chain()
    return f"{found.entries} entries, {len(found.problems)} problems"


def reconcile_ledger(_day: date) -> str:
    """Compare every maintained balance with its transfers; what does not agree is logged and told on the list of accounts."""
    problems = [str(problem) for problem in (*mileage.check_ledger(), *check_thanks())]
    for problem in problems[:MOST_LOGGED]:
        log.error("the ledger does not agree: %s", problem)
    return f"{len(problems)} problems: {' '.join(problems[:MOST_LOGGED])}" if problems else nightly.AGREE


def post_deductions(day: date) -> str:
    """Take the points of deductions nobody objected to in time."""
    return f"{mileage.post_due_deductions(day)} deductions posted"


def turn_thanks_month(_day: date) -> str:
    """Let thank-you points of earlier months expire and grant those of this month to whoever has none yet."""
    expired, granted = thanks_purses.expire_months(), thanks_purses.grant_month()
    return f"{expired} purses expired, {granted} people granted"


def extend_calendar(day: date) -> str:
    """Know next year's public holidays in time."""
    return f"{seed_holidays(years=(day.year, day.year + 1), actor=None)} days added"


def sweep_evidence(_day: date) -> str:
    """Remove files that no record knows: uploads that were refused or broken off."""
    return f"{files.sweep_evidence()} files removed"


def escalate_obstacles(day: date) -> str:
    """Move obstacles up whose days at their level are over."""
    return f"{obstacles.escalate_overdue(day)} obstacles moved up"


def expire_drafts(_day: date) -> str:
    """Forget drafts nobody has touched for ninety days."""
    return f"{drafts.expire_drafts()} drafts removed"


def index_older_issues(_day: date) -> str:
    """Bring issues from before the index of similar ones into it."""
    return f"{index_missing_issues()} issues indexed"


def expire_rewards(day: date) -> str:
    """Give points back that nobody decided about in time."""
    return f"{mileage.expire_rewards(day)} reservations expired"


def remove_old_exports(_day: date) -> str:
    """Delete workbooks of the ledger a day after they were made."""
    return f"{ledger_exports.remove_old_exports()} files removed"


TIMETABLE = (
    Job("extend calendar", time(1, 0), extend_calendar),
    Job("index issues", time(1, 30), index_older_issues),
    Job("verify audit chain", time(2, 0), verify_audit_chain),
    Job(nightly.JOB, time(2, 30), reconcile_ledger),
    Job("sweep evidence", time(3, 0), sweep_evidence),
    Job("expire drafts", time(3, 30), expire_drafts),
    Job("expire rewards", time(0, 10), expire_rewards),
    Job("post deductions", time(0, 20), post_deductions),
    Job("thank-you points", time(0, 5), turn_thanks_month),
    Job("remove old exports", time(4, 0), remove_old_exports),
    Job("escalate obstacles", time(6, 0), escalate_obstacles),
    Job("anchor audit chain", time(18, 0), anchor_audit_chain),
)


def last_due(job: Job, now: datetime) -> datetime:
    """Return the latest due time of a job that is not in the future."""
    today = clock.to_seoul(now).date()
    due = datetime.combine(today, job.at, clock.SEOUL)
    return due if due <= now else due - timedelta(days=1)


def run_due(job: Job) -> str | None:
    """Run a job's latest due time if nobody has. Returns its outcome, or None when it was claimed already.

    Work and outcome are one transaction; a failure is written down in words and does not stop the others.
    """
    due = last_due(job, clock.now())
    with transaction():
        run_id = claim_run(job=job.name, due_at=due)
    if run_id is None:
        return None
    try:
        with transaction():
            outcome = job.work(clock.to_seoul(due).date())
            finish_run(run_id=run_id, outcome=outcome)
    except OpumError as refusal:
        outcome = f"refused: {refusal}"
        with transaction():
            finish_run(run_id=run_id, outcome=outcome)
    except Exception:
        log.exception("%s broke off; it is tried again when the timetable next looks", job.name)
        return None
    log.info("%s: %s", job.name, outcome)
    return outcome


def start(app: Flask) -> BackgroundScheduler:
    """Start the timetable in this process; what was due while nothing ran is caught up first."""
    scheduler = BackgroundScheduler(timezone=clock.SEOUL)

    def run(job: Job) -> None:
        with app.app_context():
            try:
                run_due(job)
            finally:
                db.session.remove()

    for job in TIMETABLE:
        scheduler.add_job(run, "cron", args=[job], hour=job.at.hour, minute=job.at.minute, misfire_grace_time=3600)
        scheduler.add_job(run, "interval", args=[job], minutes=15)
        scheduler.add_job(run, args=[job])
    scheduler.start()
    return scheduler
