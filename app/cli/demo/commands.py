"""`flask demo load`: fills an empty database with the demo office; a filled one is left as it is."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.cli.demo import (
    api_tokens,
    appeals,
    calibration,
    cases,
    citizens,
    claim_deputies,
    claim_panels,
    claim_uploads,
    claims,
    closings,
    contests,
    deductions,
    guests,
    handovers,
    indicators,
    issue_answers,
    issues,
    items,
    notices,
    objections,
    obstacle_requests,
    obstacles,
    organization,
    period_reports,
    periods,
    pipeline,
    plans,
    proposals,
    quality,
    raters,
    reopenings,
    reports,
    rewards,
    rounds,
    scorecards,
    shortening,
    slogan_cycle,
    slogans,
    tasks,
    thanks,
    voice_answering,
    voice_customer_voices,
    voice_five_s,
    voice_handling,
    voice_surveys,
    voices,
    year_closings,
)
from app.cli.demo.steps import Office, live
from app.core.database import db, transaction
from app.core.messages import _
from app.organization.models import Department

demo = AppGroup("demo", help="The demo office of Seosan.")

STORIES = (
    organization.steps,
    indicators.steps,
    scorecards.steps,
    cases.steps,
    slogans.steps,
    slogan_cycle.steps,
    issues.steps,
    proposals.steps,
    issue_answers.steps,
    voices.steps,
    tasks.steps,
    pipeline.steps,
    plans.steps,
    reports.steps,
    obstacles.steps,
    obstacle_requests.steps,
    closings.steps,
    contests.steps,
    claims.steps,
    claim_deputies.steps,
    claim_panels.steps,
    claim_uploads.steps,
    items.steps,
    objections.steps,
    deductions.steps,
    thanks.steps,
    rewards.steps,
    year_closings.steps,
    shortening.steps,
    rounds.steps,
    reopenings.steps,
    calibration.steps,
    appeals.steps,
    periods.steps,
    quality.steps,
    raters.steps,
    guests.steps,
    handovers.steps,
    voice_surveys.steps,
    voice_answering.steps,
    api_tokens.steps,
    period_reports.steps,
    voice_customer_voices.steps,
    citizens.steps,
    voice_handling.steps,
    voice_five_s.steps,
    notices.steps,
)
"""Each story yields the steps of one part of the office's two years."""


@demo.command("load")
def load() -> None:
    """Fill an empty database with the demo office."""
    with transaction():
        if db.session.scalar(select(Department.id).limit(1)) is not None:
            click.echo(str(_("There is data already; it is kept as it is.")))
            return
        office = Office()
        count = live(step for story in STORIES for step in story(office))
    click.echo(str(_("The demo office is ready: %(count)s steps of its two years.", count=count)))
