"""보고서 목록: which reports there are for this reader."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.web import actor
from app.organization.enums import ApiHolders, SettingKey
from app.organization.queries import leading_department_id, setting
from app.reports.enums import Permission
from app.reports.policy import POLICY, belongs_somewhere
from app.reports.routes import bp


@dataclass(frozen=True, kw_only=True)
class ReportCard:
    """A report the reader may open."""

    title: Message
    text: Message
    url: str


@bp.get("/reports")
def list_reports() -> ResponseReturnValue:
    """Show the reports that exist for this reader."""
    return render_template("reports/list.html", cards=_cards(actor()))


def _dashboards(who: Actor) -> Iterator[ReportCard]:
    """The reader's bureau or department, all bureaus for who reads them, and the own year."""
    if belongs_somewhere(who, None):
        yield ReportCard(
            title=_("Dashboard of your department"),
            text=_(
                "Tasks, what is due, indicators with their forecast, slogan and mileage. Heads of a bureau see theirs."
            ),
            url=url_for("reports.show_own_dashboard"),
        )
    if access.allows(POLICY, Permission.BUREAUS_READ_ALL, who):
        yield ReportCard(
            title=_("Dashboards of the bureaus"),
            text=_("The departments of a bureau side by side."),
            url=url_for("reports.list_bureaus"),
        )
    yield ReportCard(
        title=_("My year"),
        text=_("Your ideas, tasks and mileage of a year, and what they led to. Only you see it."),
        url=url_for("reports.show_my_year"),
    )


def _cards(who: Actor) -> list[ReportCard]:
    cards = []
    if access.allows(POLICY, Permission.TOWER_READ, who):
        cards.append(
            ReportCard(
                title=_("Control tower dashboard"),
                text=_("Who has not reported, what stands still, obstacles by level, scoring and mileage."),
                url=url_for("reports.show_control_tower"),
            )
        )
    if access.allows(POLICY, Permission.MAYOR_PAGE_READ, who, leading_department_id()):
        cards.append(
            ReportCard(
                title=_("One page for the mayor"),
                text=_("Which obstacles hold us back and whose turn it is, what changed, and what to decide."),
                url=url_for("reports.show_mayor_page"),
            )
        )
    cards += _dashboards(who)
    cards += [
        ReportCard(
            title=_("Regular reports of the departments"),
            text=_("Tasks, obstacles, slogan and indicators of a period on one page, beside those of the last one."),
            url=url_for("reports.list_period_reports"),
        ),
        ReportCard(
            title=_("Evaluation reports"),
            text=_("Ranking, grades and every line of a round, to print or as Excel."),
            url=url_for("reports.list_round_reports"),
        ),
        ReportCard(
            title=_("Department sheets"),
            text=_("Tasks, obstacles, slogan, mileage and scores of a department on one sheet."),
            url=url_for("reports.list_department_sheets"),
        ),
    ]
    if access.allows(POLICY, Permission.BATCHES_READ, who):
        cards.append(
            ReportCard(
                title=_("Incentive batches for HR"),
                text=_("Grades, rates and amounts of everybody, frozen with totals and hash."),
                url=url_for("reports.list_incentives"),
            )
        )
    if _may_hold_tokens(who):
        cards.append(
            ReportCard(
                title=_("Data for other systems"),
                text=_("Programs of the office read by the API what their person may read, with a token."),
                url=url_for("api.show_guide"),
            )
        )
    cards.append(
        ReportCard(
            title=_("Background work"),
            text=_("Reports and exports of yours that are being made, and those that are ready."),
            url=url_for("jobs.list_jobs"),
        )
    )
    return cards


def _may_hold_tokens(who: Actor) -> bool:
    """Whether the way to the API is of any use to the reader."""
    officer = any(who.has(role) for role in (Role.HR, Role.CONTROL_TOWER, Role.AUDITOR, Role.ADMINISTRATOR))
    return officer or setting(SettingKey.API_HOLDERS) == ApiHolders.EVERYBODY
