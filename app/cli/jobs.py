"""`flask jobs`: the process that does long work, and what waits for it."""

import os

import click
from flask.cli import AppGroup

from app.cli.telling import one_line
from app.core.i18n import format_moment
from app.core.messages import _
from app.jobs.queries.background_jobs import all_jobs, state_now
from app.jobs.running import work_forever, work_until_idle
from app.jobs.timetable import run_all_due
from app.jobs.work import label_of

jobs = AppGroup("jobs", help="Long work that runs beside the pages.")

POLITE = 10


@jobs.command()
@click.option("--until-idle", is_flag=True, help="End when nothing waits any more.")
@click.option("--linger", type=click.FloatRange(min=0), default=0, help="Seconds to stay for more before ending.")
def work(*, until_idle: bool, linger: float) -> None:
    """Run what waits; without --until-idle as long as the process lives."""
    os.nice(POLITE)
    with one_line():
        if until_idle:
            count = work_until_idle(linger=linger)
            click.echo(str(_("%(count)s pieces of work done.", count=count)))
        else:
            work_forever()


@jobs.command()
def due() -> None:
    """Run what the timetable has due and nobody has run yet."""
    os.nice(POLITE)
    with one_line():
        click.echo(str(_("%(count)s scheduled jobs done.", count=run_all_due())))


@jobs.command("list")
def list_jobs() -> None:
    """Show the latest jobs: number, state, kind, when they were asked for."""
    for job_id, kind, _title, state, worker, requested_at, kept_until, _name in all_jobs().rows:
        shown = state_now(state, worker, kept_until).label
        click.echo(f"{job_id}\t{shown}\t{label_of(kind)}\t{format_moment(requested_at)}")
