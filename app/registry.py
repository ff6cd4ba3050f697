"""What the app consists of: blueprints, policies, reactions, guards and commands of every domain. Tables only."""

from datetime import time

from flask import Blueprint, Flask

import app.accounts.policy
import app.accounts.queries.turns
import app.accounts.routes
import app.api.policy
import app.api.routes
import app.api.routes.list_exports
import app.audit.concealment
import app.audit.policy
import app.audit.routes
import app.audit.turns
import app.drafts.policy
import app.drafts.routes
import app.evaluation.conflicts
import app.evaluation.guards
import app.evaluation.jobs
import app.evaluation.policy
import app.evaluation.queries.turns
import app.evaluation.queries.turns_appeals
import app.evaluation.queries.turns_quality
import app.evaluation.queries.turns_reopenings
import app.evaluation.routes
import app.evaluation.sources
import app.files.guards
import app.files.policy
import app.files.routes
import app.home.jobs
import app.home.policy
import app.home.queries.turns
import app.home.routes
import app.innovation.guards
import app.innovation.jobs
import app.innovation.origins
import app.innovation.policy
import app.innovation.queries.concealment
import app.innovation.queries.turns
import app.innovation.queries.turns_answers
import app.innovation.queries.turns_cases
import app.innovation.queries.turns_contests
import app.innovation.queries.turns_obstacles
import app.innovation.queries.turns_pipeline
import app.innovation.queries.turns_plans
import app.innovation.queries.turns_proposals
import app.innovation.queries.turns_requests
import app.innovation.queries.turns_slogans
import app.innovation.routes
import app.jobs.models
import app.jobs.orders
import app.jobs.policy
import app.jobs.routes
import app.jobs.scheduled
import app.jobs.timetable
import app.jobs.turns
import app.jobs.work
import app.mileage.concealment
import app.mileage.guards
import app.mileage.jobs
import app.mileage.policy
import app.mileage.queries.turns
import app.mileage.queries.turns_closings
import app.mileage.queries.turns_deductions
import app.mileage.queries.turns_objections
import app.mileage.queries.turns_rewards
import app.mileage.queries.turns_shortening
import app.mileage.queries.turns_thanks
import app.mileage.routes
import app.mileage.titles
import app.notices.timetable
import app.notifications.policy
import app.notifications.routes
import app.organization.policy
import app.organization.routes
import app.reports.documents.registry
import app.reports.guards
import app.reports.list_exports
import app.reports.policy
import app.reports.queries.period_turns
import app.reports.queries.turns
import app.reports.routes
import app.reports.routes.own_lists
import app.voice.guards
import app.voice.issues
import app.voice.jobs
import app.voice.neighbours
import app.voice.partners
import app.voice.policy
import app.voice.routes
import app.voice.routes.public_ideas
import app.voice.routes.public_panel
import app.voice.routes.public_questions
import app.voice.routes.public_surveys
import app.voice.turns
from app import cli, navigation, reactions, schedule
from app.cli.backup.nightly import back_up
from app.core import access, background, events
from app.core.access import Alternatives
from app.core.messages import _
from app.core.turns import Asking
from app.innovation.queries import partners as innovation_partners
from app.innovation.queries import titles as innovation_titles
from app.jobs.timetable import Job
from app.jobs.work import JobKind

BLUEPRINTS: tuple[Blueprint, ...] = (
    app.accounts.routes.bp,
    app.organization.routes.bp,
    app.audit.routes.bp,
    app.files.routes.bp,
    app.drafts.routes.bp,
    app.jobs.routes.bp,
    app.home.routes.bp,
    app.notifications.routes.bp,
    app.innovation.routes.bp,
    app.mileage.routes.bp,
    app.evaluation.routes.bp,
    app.voice.routes.bp,
    app.voice.routes.public_surveys.answering,
    app.reports.routes.bp,
    app.api.routes.bp,
)

ENDPOINTS: dict[str, Alternatives] = {
    "static": access.PUBLIC,
    **app.accounts.policy.ENDPOINTS,
    **app.audit.policy.ENDPOINTS,
    **app.files.policy.ENDPOINTS,
    **app.drafts.policy.ENDPOINTS,
    **app.jobs.policy.ENDPOINTS,
    **app.organization.policy.ENDPOINTS,
    **app.home.policy.ENDPOINTS,
    **app.notifications.policy.ENDPOINTS,
    **app.innovation.policy.ENDPOINTS,
    **app.mileage.policy.ENDPOINTS,
    **app.evaluation.policy.ENDPOINTS,
    **app.voice.policy.ENDPOINTS,
    **app.reports.policy.ENDPOINTS,
    **app.api.policy.ENDPOINTS,
}

JOB_KINDS: tuple[JobKind, ...] = (
    *app.jobs.scheduled.JOBS,
    *app.home.jobs.JOBS,
    *app.innovation.jobs.JOBS,
    *app.mileage.jobs.JOBS,
    *app.evaluation.jobs.JOBS,
    *app.voice.jobs.JOBS,
    *app.reports.documents.registry.JOBS,
    *app.reports.list_exports.JOBS,
)
"""Long work that runs beside the pages: each room declares its kinds."""

TIMETABLE: tuple[Job, ...] = (
    *schedule.TIMETABLE,
    Job("nightly backup", time(5, 0), back_up, _("Back up the office"), own_transactions=True),
    *app.notices.timetable.TIMETABLE,
)
"""Work at a time of day."""

TURNS: tuple[Asking, ...] = (
    app.innovation.queries.turns,
    app.innovation.queries.turns_answers,
    app.innovation.queries.turns_plans,
    app.innovation.queries.turns_pipeline,
    app.innovation.queries.turns_proposals,
    app.innovation.queries.turns_obstacles,
    app.innovation.queries.turns_slogans,
    app.innovation.queries.turns_requests,
    app.innovation.queries.turns_cases,
    app.innovation.queries.turns_contests,
    app.mileage.queries.turns,
    app.mileage.queries.turns_shortening,
    app.mileage.queries.turns_thanks,
    app.mileage.queries.turns_closings,
    app.mileage.queries.turns_deductions,
    app.mileage.queries.turns_objections,
    app.mileage.queries.turns_rewards,
    app.evaluation.queries.turns,
    app.evaluation.queries.turns_quality,
    app.evaluation.queries.turns_reopenings,
    app.evaluation.queries.turns_appeals,
    *app.voice.turns.TURNS,
    app.reports.queries.turns,
    app.jobs.turns,
    app.reports.queries.period_turns,
    app.audit.turns,
    app.accounts.queries.turns,
)


def init_app(flask_app: Flask) -> None:
    """Register everything."""
    for blueprint in BLUEPRINTS:
        flask_app.register_blueprint(blueprint)
    flask_app.extensions["opum_endpoints"] = ENDPOINTS
    events.install_reactions(reactions.REACTIONS)
    app.jobs.work.install(JOB_KINDS)
    app.reports.list_exports.install((*app.reports.routes.own_lists.LISTS, *app.api.routes.list_exports.LISTS))
    background.install(app.jobs.orders.take_order)
    app.jobs.timetable.install(TIMETABLE, app.notices.timetable.ERRANDS)
    app.files.guards.GUARDS.update(app.innovation.guards.GUARDS)
    app.files.guards.GUARDS.update(app.mileage.guards.GUARDS)
    app.files.guards.GUARDS.update(app.evaluation.guards.GUARDS)
    app.files.guards.GUARDS.update(app.reports.guards.GUARDS)
    app.files.guards.GUARDS.update(app.voice.guards.GUARDS)
    app.audit.concealment.install(app.innovation.queries.concealment)
    issues = app.innovation.queries.concealment
    app.mileage.concealment.install({"issue": issues.hidden_issues}, {"issue": issues.HIDDEN_ISSUES})
    app.mileage.titles.install({"issue": innovation_titles.issue_titles, "task": innovation_titles.task_titles})
    app.voice.issues.install(
        hand_in=reactions.hand_in_issue,
        titles=innovation_titles.issue_titles,
        tasks=innovation_titles.task_titles,
        find=reactions.find_issue,
    )
    app.voice.neighbours.install(
        task_named=reactions.task_named, rules=reactions.shortening_rules, runs_of=reactions.shortening_runs
    )
    app.innovation.origins.install(reactions.ORIGINS)
    app.evaluation.sources.install(reactions.INDICATOR_SOURCES, reactions.SOURCE_LABELS, reactions.SOURCE_ROWS)
    app.evaluation.conflicts.install(reactions.CONFLICT_SOURCES)
    app.voice.partners.install(innovation_partners.partnerships)
    app.home.queries.turns.install(TURNS)
    navigation.init_app(flask_app)
    cli.init_app(flask_app)
