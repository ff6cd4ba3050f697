"""시장 한 장: one page that answers which obstacles hold the office back and whose turn it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.figures import HUNDRED, bare, rounded
from app.core.i18n import format_day
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.queries.obstacle_requests import OfficeWord, words_of_offices
from app.organization.queries import leading_department_id
from app.reports.enums import Permission
from app.reports.links import ListLink, url_or_none
from app.reports.policy import POLICY
from app.reports.queries.mayor.blockers import top_blockers
from app.reports.queries.mayor.changes import DAYS
from app.reports.queries.mayor.figures import LateReports, Share, figures_of
from app.reports.queries.mayor.standing import Waiting, released_standing, waiting_at_the_top
from app.reports.queries.tower.reporting import StageCount
from app.reports.queries.tower.scope import STILL_DAYS
from app.reports.routes import bp

MOST_DECISIONS = 3
PLACES_OF_TOP = 2
"""Of the three things to decide at most two are obstacles that lie with the vice mayor, if there is anything else."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One of the six figures: its name, the number, what it means, and the list behind it."""

    label: Message
    value: str
    words: Message
    url: str | None
    tone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Something to decide: what, and where it is done."""

    text: Message
    url: str | None


@bp.get("/reports/mayor")
def show_mayor_page() -> ResponseReturnValue:
    """Show the page, also on one sheet of paper."""
    who = actor()
    access.require(POLICY, Permission.MAYOR_PAGE_READ, who, leading_department_id())
    counted, words = figures_of(who, clock.today().year), words_of_offices(who)
    top = waiting_at_the_top(who)
    return render_template(
        "reports/mayor/show.html",
        today=clock.today(),
        days=DAYS,
        spots=[
            _tasks_spot(counted.stages),
            _late_spot(counted.late),
            _obstacle_spot(counted.obstacles),
            _promise_spot(words),
            _idea_spot(counted.ideas),
            _mileage_spot(counted.people),
        ],
        blockers=top_blockers(who),
        changes=counted.changes,
        stages=counted.stages,
        standing=released_standing(),
        decisions=_decisions(top, words, counted.late, counted.stages),
        board=ListLink(url_or_none("innovation.show_board"), {"view": "table"}),
        obstacle_url=(url_or_none("innovation.show_obstacle", obstacle_id=0) or "").removesuffix("0"),
        wall_url=url_or_none("innovation.list_obstacles"),
        still_days=STILL_DAYS,
    )


def _tasks_spot(stages: Sequence[StageCount]) -> Spot:
    still = sum(row.still for row in stages)
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table"})
    return Spot(
        label=_("Active tasks"),
        value=str(still + sum(row.moving for row in stages)),
        words=_("%(still)s stand still for more than %(days)s days", still=still, days=STILL_DAYS),
        url=board.to(state="active"),
        tone="warning" if still else None,
    )


def _late_spot(late: LateReports | None) -> Spot:
    return Spot(
        label=_("Overdue reports"),
        value=str(late.count if late else 0),
        words=_("in %(departments)s departments", departments=late.departments) if late else _("every report is in"),
        url=url_or_none("innovation.list_overdue_reports"),
        tone="danger" if late else "success",
    )


def _obstacle_spot(late: Share) -> Spot:
    return Spot(
        label=_("Open obstacles"),
        value=str(late.whole),
        words=_("%(late)s beyond their day", late=late.part),
        url=url_or_none("innovation.list_obstacles"),
        tone="warning" if late.part else None,
    )


def _promise_spot(words: Sequence[OfficeWord]) -> Spot:
    overdue = sum(one.overdue for one in words)
    kept, broken = sum(one.kept for one in words), sum(one.not_kept for one in words)
    return Spot(
        label=_("Promises beyond their day"),
        value=str(overdue),
        words=_("%(kept)s kept, %(not_kept)s not", kept=kept, not_kept=broken),
        url=ListLink(url_or_none("innovation.list_obstacle_requests")).to(overdue=1),
        tone="danger" if overdue else None,
    )


def _idea_spot(adopted: Share) -> Spot:
    return Spot(
        label=_("Ideas adopted this year"),
        value=str(adopted.part),
        words=_("of %(decided)s that were decided", decided=adopted.whole),
        url=ListLink(url_or_none("innovation.list_issues")).to(state="adopted"),
    )


def _mileage_spot(earners: Share) -> Spot:
    share = f"{bare(rounded(HUNDRED * earners.part / earners.whole, 0))}%" if earners.whole else "–"
    return Spot(
        label=_("Mileage: people who took part"),
        value=share,
        words=_("%(earners)s of %(people)s people earned points this year", earners=earners.part, people=earners.whole),
        url=url_or_none("mileage.show_board"),
    )


def _decisions(
    top: Sequence[Waiting], words: Sequence[OfficeWord], late: LateReports | None, stages: Sequence[StageCount]
) -> Sequence[Decision]:
    """Three things to decide: what lies at the top first, then broken promises, late reports and stages that stand."""
    at_the_top = [_of_obstacle(one) for one in top]
    others = list(_others(words, late, stages))
    first = at_the_top[: max(PLACES_OF_TOP, MOST_DECISIONS - len(others))]
    return [*first, *others][:MOST_DECISIONS]


def _of_obstacle(one: Waiting) -> Decision:
    text = _(
        "“%(title)s” has lain with the vice mayor since %(day)s – decide it, or name a day.",
        title=one.title,
        day=format_day(one.since),
    )
    return Decision(text=text, url=url_or_none("innovation.show_obstacle", obstacle_id=one.id))


def _others(words: Sequence[OfficeWord], late: LateReports | None, stages: Sequence[StageCount]) -> Iterator[Decision]:
    worst = max(words, key=lambda one: one.overdue, default=None)
    if worst is not None and worst.overdue:
        requests = ListLink(url_or_none("innovation.list_obstacle_requests"))
        text = _(
            "%(office)s has %(count)s promises beyond their day: ask for a new day.",
            office=worst.office,
            count=worst.overdue,
        )
        yield Decision(text=text, url=requests.to(asked=worst.department_id, overdue=1))
    if late:
        overdue = ListLink(url_or_none("innovation.list_overdue_reports"))
        text = _("%(office)s owes %(count)s reports: ask its head.", office=late.department, count=late.most)
        yield Decision(text=text, url=overdue.to(department=late.department_id))
    slow = max(stages, key=lambda row: row.still)
    if slow.still:
        board = ListLink(url_or_none("innovation.show_board"), {"view": "table"})
        text = _(
            "%(count)s tasks stand still in “%(stage)s”: which of them go on?", count=slow.still, stage=slow.stage.label
        )
        yield Decision(text=text, url=board.to(stage=slow.stage.value, still=STILL_DAYS))
