"""부서 현황: what a department has in hand, what is due, its indicators, and what came of its year."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.queries.obstacle_requests import words_of_offices
from app.mileage.rules.boards import FEWEST
from app.organization.queries import leading_department_id
from app.reports import figures
from app.reports.enums import Permission
from app.reports.links import ListLink, url_or_none
from app.reports.policy import POLICY, leads_the_office
from app.reports.queries.dashboards import mileage, standings, work
from app.reports.queries.dashboards.due import AHEAD, due_of
from app.reports.queries.dashboards.places import Place, own_place, place_or_404
from app.reports.queries.departments import department_account_id
from app.reports.queries.tower.scope import STILL_DAYS
from app.reports.routes import bp
from app.reports.routes.scopes import years
from app.reports.routes.unit_indicators import indicators
from app.reports.routes.years import ReadYear, read_year

Context = dict[str, Any]
MOST_DUE = 30


class Part(NamedTuple):
    """A part of the dashboard: what it is called, its template, and how its context is made."""

    title: Message
    template: str
    context: Callable[[Actor, Place, ReadYear], Context]


@bp.get("/reports/my-dashboard")
def show_own_dashboard() -> ResponseReturnValue:
    """Lead to the mayor's page, the dashboard of the bureau the reader heads, or of the reader's department."""
    if leads_the_office(actor(), leading_department_id()):
        return redirect(url_for("reports.show_mayor_page"))
    place = own_place(actor())
    if place is None:
        raise Missing(_("There is no such dashboard."))
    if place.is_bureau:
        return redirect(url_for("reports.show_bureau", bureau_id=place.id))
    return redirect(url_for("reports.show_department_dashboard", department_id=place.id))


@bp.get("/reports/departments/<int:department_id>/dashboard")
def show_department_dashboard(department_id: int) -> ResponseReturnValue:
    """Show what the department has in hand today; `whole=1`: every part at once, for paper."""
    whole = request.args.get("whole") == "1"
    shown = tuple(PARTS) if whole else AT_ONCE
    return _page(department_id, "reports/department_dashboards/show.html", shown, current=None)


@bp.get("/reports/departments/<int:department_id>/dashboard/<part>")
def show_department_part(department_id: int, part: str) -> ResponseReturnValue:
    """Show one part; where the page asks for it while it is read, only that."""
    if part not in PARTS:
        raise Missing(_("There is no such page."))
    name = "_fragment" if request.headers.get("HX-Request") == "true" else "part"
    return _page(department_id, f"reports/department_dashboards/{name}.html", (part,), current=part)


def _page(department_id: int, template: str, shown: tuple[str, ...], *, current: str | None) -> str:
    who, read = actor(), read_year()
    place = place_or_404(department_id, who)
    context: Context = {}
    for name in shown:
        context |= PARTS[name].context(who, place, read)
    return render_template(
        template,
        place=place,
        year=read.year,
        years=years(),
        wrong=(*read.wrong, *context.pop("left_out", ())),
        shown=shown,
        later=[(PARTS[name].title, _url(place, name, read)) for name in PARTS if name not in shown],
        current=current,
        parts=PARTS,
        tabs_of=_tabs(who, place, read, current),
        whole_url=_url(place, None, read, whole="1"),
        bureau_url=_bureau_url(who, place),
        is_past=read.year != clock.today().year,
        **context,
    )


def _tabs(who: Actor, place: Place, read: ReadYear, current: str | None) -> list[dict[str, object]]:
    found = [{"label": _("At a glance"), "url": _url(place, None, read), "is_current": current is None}]
    found += [
        {"label": part.title, "url": _url(place, name, read), "is_current": name == current}
        for name, part in PARTS.items()
        if name not in AT_ONCE
    ]
    if access.allows(POLICY, Permission.SHEET_READ, who, place.id):
        sheet = url_for("reports.show_department_sheet", department_id=place.id, year=read.year)
        found.append({"label": _("Department sheet"), "url": sheet})
    return found


def _url(place: Place, part: str | None, read: ReadYear, **more: str) -> str:
    kept: dict[str, Any] = {**read.kept, **more}
    if part is None:
        return url_for("reports.show_department_dashboard", department_id=place.id, **kept)
    return url_for("reports.show_department_part", department_id=place.id, part=part, **kept)


def _bureau_url(who: Actor, place: Place) -> str | None:
    if place.bureau_id is None or not (
        who.heads(place.bureau_id) or access.allows(POLICY, Permission.BUREAUS_READ_ALL, who)
    ):
        return None
    return url_for("reports.show_bureau", bureau_id=place.bureau_id)


def _now(who: Actor, place: Place, _read: ReadYear) -> Context:
    stages = work.stages_of(who, [place.id]).get(place.id, work.NO_STAGES)
    word = next((word for word in words_of_offices(who) if word.department_id == place.id), None)
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table", "department": str(place.id)})
    wall = ListLink(url_or_none("innovation.list_obstacles"))
    due = due_of(place.id, who)
    return {
        "active": sum(row.moving + row.still for row in stages),
        "still": sum(row.still for row in stages),
        "still_days": STILL_DAYS,
        "overdue": work.overdue_of(who, [place.id]).get(place.id, work.Overdue()),
        "obstacles": work.obstacles_of(who, [place.id])[place.id],
        "word": word,
        "due": due[:MOST_DUE],
        "due_count": len(due),
        "due_days": AHEAD.days,
        "today": clock.today(),
        "link": lambda turn: url_or_none(turn.endpoint, **turn.params),
        "links": {
            "tasks": board.to(state="active"),
            "still": board.to(still=STILL_DAYS),
            "overdue": ListLink(url_or_none("innovation.list_overdue_reports")).to(department=place.id),
            "raised": wall.to(department=place.id),
            "asked": wall.to(asked=place.id),
            "promises": ListLink(url_or_none("innovation.list_obstacle_requests")).to(asked=place.id, overdue=1),
        },
        "stages_figure": (
            figures.stages_figure(stages, STILL_DAYS, board) if any(r.moving + r.still for r in stages) else None
        ),
    }


def _year(who: Actor, place: Place, read: ReadYear) -> Context:
    slogan = work.slogans_of(who, [place.id], read.year).get(place.id)
    row = mileage.board_rows([place.id], read.year).get(place.id)
    account = department_account_id(place.id, who)
    statement = ListLink(url_or_none("mileage.show_account", account_id=account) if account else None)
    has_enough = row is not None and row.headcount >= FEWEST
    standing = standings.standings_of(who, [place.id], read.year).get(place.id)
    return {
        "slogan": slogan,
        "slogan_url": url_or_none("innovation.show_slogan", slogan_id=slogan.id) if slogan else None,
        "slogans_url": url_or_none("innovation.list_slogans_of_department", department_id=place.id),
        "mileage": row,
        "too_few": not has_enough,
        "board_url": url_or_none("mileage.show_board"),
        "months_figure": figures.unit_months_figure(
            read.year,
            mileage.unit_months(place.id, read.year),
            statement.to(year=read.year),
            with_people=has_enough,
        ),
        "standing": standing,
        "result_url": result_url(standing, place),
    }


def result_url(standing: standings.UnitStanding | None, place: Place) -> str | None:
    """Return the page of a released result; None before the release."""
    if standing is None or standing.released_at is not None:
        return None
    return url_or_none("evaluation.show_result", round_id=standing.round_id, department_id=place.id)


PARTS: Mapping[str, Part] = {
    "now": Part(_("Today"), "reports/department_dashboards/_now.html", _now),
    "indicators": Part(_("Indicators"), "reports/department_dashboards/_indicators.html", indicators),
    "year": Part(_("Slogan, mileage and results"), "reports/department_dashboards/_year.html", _year),
}
AT_ONCE = ("now",)
"""Shown with the page; the others come when the reader gets there."""
