"""예약 작업: the timetable, one table. `app.jobs.timetable` sees to it that every due time runs once."""

import logging
from datetime import date, time, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

import app.audit.services as audit
import app.drafts.services as drafts
import app.files.services as files
import app.mileage.services as mileage
from app.core import clock
from app.core.database import db
from app.core.errors import Conflict
from app.core.messages import Message, _
from app.innovation.services import obstacles
from app.innovation.services.issue_index import index_missing_issues
from app.innovation.services.search import index_missing_for_search
from app.jobs.processes import start_worker
from app.jobs.queries.background_jobs import is_somebody_waiting
from app.jobs.services import expire_results
from app.jobs.timetable import Job, last_due, run_due
from app.jobs.watching import LOOK_EVERY_SECONDS, start_due
from app.mileage.queries import nightly
from app.mileage.services import thanks_purses
from app.mileage.services.thanks_checks import check_thanks
from app.organization.services import seed_holidays
from app.voice import five_s_jobs
from app.voice.services.panel_members import delete_over
from app.voice.services.survey_answers import forget_stamps
from app.voice.services.survey_closings import close_due_waves

log = logging.getLogger("opum.schedule")

MOST_LOGGED = 20
JITTER = 1 / 6
"""By which part of the pause a look comes sooner or later: many processes do not look at the same moment."""

__all__ = ["TIMETABLE", "Job", "last_due", "run_due", "start"]


def anchor_audit_chain(day: date) -> Message:
    """Write the day's anchor: whoever rewrites the chain later contradicts it.

    It may be there already, written by hand or by a run that ended before it could say so: then it stands as it is.
    """
    try:
        anchor = audit.write_anchor(day)
    except Conflict as written:
        return written.reason
    return _("anchored at entry %(seq)s", seq=anchor.seq)


def verify_audit_chain(_day: date) -> Message:
    """Read the whole chain again."""
    found = audit.verify_chain()
    return _("%(entries)s entries, %(count)s problems", entries=found.entries, count=len(found.problems))


def reconcile_ledger(_day: date) -> Message:
    """Compare every maintained balance with its transfers; what does not agree is logged and told on the list of accounts."""
    problems = [str(problem) for problem in (*mileage.check_ledger(), *check_thanks())]
    for problem in problems[:MOST_LOGGED]:
        log.error("the ledger does not agree: %s", problem)
    if not problems:
        return nightly.AGREED
    return _("%(count)s problems: %(problems)s", count=len(problems), problems=" ".join(problems[:MOST_LOGGED]))


def post_deductions(day: date) -> Message:
    """Take the points of deductions nobody objected to in time."""
    return _("%(count)s deductions posted", count=mileage.post_due_deductions(day))


def turn_thanks_month(_day: date) -> Message:
    """Let thank-you points of earlier months expire and grant those of this month to whoever has none yet."""
    expired, granted = thanks_purses.expire_months(), thanks_purses.grant_month()
    return _("%(expired)s purses expired, %(granted)s people granted", expired=expired, granted=granted)


def extend_calendar(day: date) -> Message:
    """Know next year's public holidays in time."""
    return _("%(count)s days added", count=seed_holidays(years=(day.year, day.year + 1), actor=None))


def sweep_evidence(_day: date) -> Message:
    """Remove files that no record knows: uploads that were refused or broken off."""
    return _("%(count)s files removed", count=files.sweep_evidence())


def escalate_obstacles(day: date) -> Message:
    """Move obstacles up whose days at their level are over."""
    return _("%(count)s obstacles moved up", count=obstacles.escalate_overdue(day))


def expire_drafts(_day: date) -> Message:
    """Forget drafts nobody has touched for ninety days."""
    return _("%(count)s drafts removed", count=drafts.expire_drafts())


def index_older_issues(_day: date) -> Message:
    """Bring issues from before the index of similar ones into it."""
    return _("%(count)s issues indexed", count=index_missing_issues())


def index_older_texts(_day: date) -> Message:
    """Bring records from before the search into its index."""
    return _("%(count)s records indexed", count=index_missing_for_search())


def expire_rewards(day: date) -> Message:
    """Give points back that nobody decided about in time."""
    return _("%(count)s reservations expired", count=mileage.expire_rewards(day))


def remove_old_results(_day: date) -> Message:
    """Delete what background work has made when its time is over."""
    return _("%(count)s files removed", count=expire_results())


def close_waves(_day: date) -> Message:
    """Close the waves of surveys whose time is over, and let out the answers that still wait."""
    return _("%(count)s waves closed", count=close_due_waves())


def forget_citizens(day: date) -> Message:
    """Delete members of the citizens' panel whose time is over, and the stamps of old forms."""
    forget_stamps(day - timedelta(days=1))
    return _("%(count)s members deleted", count=delete_over(day))


TIMETABLE = (
    Job("extend calendar", time(1, 0), extend_calendar, _("Enter the public holidays of next year")),
    Job("index issues", time(1, 30), index_older_issues, _("Index older issues for similar ones")),
    Job("index search", time(1, 45), index_older_texts, _("Index older records for the search")),
    Job("verify audit chain", time(2, 0), verify_audit_chain, _("Read the audit chain again")),
    Job(nightly.JOB, time(2, 30), reconcile_ledger, _("Compare balances with the ledger")),
    Job("sweep evidence", time(3, 0), sweep_evidence, _("Remove files no record knows")),
    Job("expire drafts", time(3, 30), expire_drafts, _("Forget old drafts")),
    Job("expire rewards", time(0, 10), expire_rewards, _("Give back points of undecided rewards")),
    Job("post deductions", time(0, 20), post_deductions, _("Take points of undisputed deductions")),
    Job("thank-you points", time(0, 5), turn_thanks_month, _("Turn the month of thank-you points")),
    Job("close survey waves", time(0, 15), close_waves, _("Close surveys whose time is over")),
    Job("forget citizens", time(0, 25), forget_citizens, _("Delete panel members whose time is over")),
    Job("remove old results", time(4, 0), remove_old_results, _("Delete results whose time is over")),
    Job("five-s index", time(4, 30), five_s_jobs.reckon_nightly, _("Reckon the 5S index anew")),
    Job("escalate obstacles", time(6, 0), escalate_obstacles, _("Move overdue obstacles up")),
    Job("anchor audit chain", time(18, 0), anchor_audit_chain, _("Write the day's anchor of the audit chain")),
)


def start(app: Flask) -> BackgroundScheduler:
    """Look every minute whether anything is due; what is runs in a process of its own, so that no page waits for it.

    What was due while nothing ran is caught up first. Where `flask jobs work` runs as a service it looks instead.
    """
    scheduler = BackgroundScheduler(timezone=clock.SEOUL)
    if app.config["JOB_PROCESSES"]:
        scheduler.add_job(look, args=[app])
        scheduler.add_job(look, "interval", args=[app], seconds=LOOK_EVERY_SECONDS, jitter=LOOK_EVERY_SECONDS * JITTER)
    scheduler.start()
    return scheduler


def look(app: Flask) -> None:
    """Start a process for what is due, if anything is; and one for background jobs that outlived a restart."""
    with app.app_context():
        try:
            start_due()
            if is_somebody_waiting():
                start_worker()
        finally:
            db.session.remove()
