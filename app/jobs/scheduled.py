"""A scheduled job an administrator wants to run now: background work like any other."""

from collections.abc import Mapping
from typing import Any

from app.core.access import Actor, Role
from app.core.errors import Refused
from app.core.messages import _
from app.jobs.timetable import job_named, run_now
from app.jobs.work import JobKind, Run

RUN_NOW = "jobs.scheduled_run"


def may_run(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may run a job of the timetable: administrators."""
    return actor.has(Role.ADMINISTRATOR)


def run_job(run: Run) -> str:
    """Run a job of the timetable; its outcome stands in the table of the timetable. Raises `Refused` if it broke off."""
    if run_now(job_named(run.arguments["job"]), asked_by_id=run.actor.id) is None:
        raise Refused(_("The job broke off. The timetable says why."))
    return str(_("The job has run. The timetable says how it went."))


JOBS = (JobKind(RUN_NOW, _("Job of the timetable"), run_job, may_run),)
