"""보고서 목록: which reports there are for this reader."""

from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import Actor
from app.core.messages import Message, _
from app.core.web import actor
from app.reports.enums import Permission
from app.reports.policy import POLICY
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
    return cards
