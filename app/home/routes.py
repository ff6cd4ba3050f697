"""내 차례."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Actor
from app.core.messages import Message, _
from app.core.web import actor
from app.home.queries import own, turns
from app.home.queries.turns import TurnRow
from app.innovation.queries.issue_news import news_of
from app.mileage.queries.thanks import received_lately
from app.organization.queries import leading_department_id

bp = Blueprint("home", __name__)

FIRST_STEPS = (
    ("innovation.new_issue", _("Hand in an idea"), "idea"),
    ("innovation.new_task", _("Set a task"), "task"),
    ("evaluation.list_rounds", _("See the rounds of evaluation"), "evaluation"),
    ("reports.list_reports", _("Read reports"), "report"),
    ("audit.list_entries", _("Look into the audit log"), "audit"),
    ("organization.show_administration", _("Look after people and departments"), "admin"),
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something this reader may begin."""

    label: Message
    url: str
    icon: str


@bp.get("/")
def show_home() -> ResponseReturnValue:
    """Show what the reader owes and waits for, and what is the reader's own."""
    who = actor()
    leads = bool(who.headed_department_ids) and who.heads(leading_department_id())
    return render_template(
        "home/home.html",
        turns=turns.turns_of(who),
        mileage=own.mileage_of(who) if who.department_id is not None else None,
        issues=own.issues_of(who),
        tasks=own.tasks_of(who),
        news=news_of(who),
        thanks=received_lately(who) if who.department_id is not None else (),
        steps=_steps(who),
        report_url=None if leads else _if_allowed(who, "reports.show_present_period_report"),
        year_url=_if_allowed(who, "reports.show_my_year") if who.department_id is not None else None,
        dashboard_url=None if leads else _if_allowed(who, "reports.show_own_dashboard"),
        mayor_url=_if_allowed(who, "reports.show_mayor_page") if leads else None,
        link=_link,
        url_or_none=_url,
    )


@bp.get("/turns/count")
def show_turn_count() -> ResponseReturnValue:
    """Show how many things the reader must do, and how many notices are unread, as a fragment for the frame."""
    count, unread = turns.counts_of(actor())
    return render_template("home/_count.html", count=count, unread=unread)


def _steps(who: Actor) -> Sequence[Step]:
    policies = current_app.extensions["opum_endpoints"]
    return [
        Step(label=label, url=url_for(endpoint), icon=icon)
        for endpoint, label, icon in FIRST_STEPS
        if access.satisfies(policies.get(endpoint, ()), who)
    ]


def _if_allowed(who: Actor, endpoint: str) -> str | None:
    """Return the address of a page this reader may open, None for others."""
    policies = current_app.extensions["opum_endpoints"]
    return url_for(endpoint) if access.satisfies(policies.get(endpoint, ()), who) else None


def _link(row: TurnRow) -> str | None:
    return _url(row.endpoint, **row.params)


def _url(endpoint: str, **params: object) -> str | None:
    """Return the address of a page, or None where this office runs without that part of the product."""
    return url_for(endpoint, **params) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]
