"""국 현황: the departments of a bureau side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Actor
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.web import actor
from app.evaluation.queries.outlook import by_department
from app.innovation.queries.obstacle_requests import OfficeWord, words_of_offices
from app.mileage.queries.board import BoardRow
from app.reports import figures
from app.reports.links import ListLink, url_or_none
from app.reports.queries.dashboards import mileage, standings, work
from app.reports.queries.dashboards.indicators import measuring
from app.reports.queries.dashboards.places import Place, bureau_with_departments, bureaus_shown_to
from app.reports.queries.dashboards.standings import UnitStanding
from app.reports.queries.dashboards.work import Overdue, UnitObstacles, UnitSlogan
from app.reports.queries.tower.reporting import StageCount
from app.reports.queries.tower.risks import Risks
from app.reports.queries.tower.scope import STILL_DAYS
from app.reports.routes import bp
from app.reports.routes.scopes import years
from app.reports.routes.years import ReadYear, read_year

Context = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One department of the bureau: everything the table says of it."""

    place: Place
    active: int
    still: int
    overdue: Overdue
    obstacles: UnitObstacles
    word: OfficeWord | None
    slogan: UnitSlogan | None
    mileage: BoardRow | None
    standing: UnitStanding | None


class Part(NamedTuple):
    """A part of the dashboard: what it is called, its template, and how its context is made."""

    title: Message
    template: str
    context: Callable[[Actor, Place, Sequence[Place], ReadYear], Context]


@bp.get("/reports/bureaus")
def list_bureaus() -> ResponseReturnValue:
    """Show the bureaus whose dashboard the reader may open."""
    return render_template("reports/bureaus/list.html", rows=bureaus_shown_to(actor()))


@bp.get("/reports/bureaus/<int:bureau_id>")
def show_bureau(bureau_id: int) -> ResponseReturnValue:
    """Show the departments side by side; `whole=1`: every part at once, for paper."""
    shown = tuple(PARTS) if request.args.get("whole") == "1" else AT_ONCE
    return _page(bureau_id, "reports/bureaus/show.html", shown, current=None)


@bp.get("/reports/bureaus/<int:bureau_id>/<part>")
def show_bureau_part(bureau_id: int, part: str) -> ResponseReturnValue:
    """Show one part; where the page asks for it while it is read, only that."""
    if part not in PARTS:
        raise Missing(_("There is no such page."))
    name = "_fragment" if request.headers.get("HX-Request") == "true" else "part"
    return _page(bureau_id, f"reports/bureaus/{name}.html", (part,), current=part)


def _page(bureau_id: int, template: str, shown: tuple[str, ...], *, current: str | None) -> str:
    who, read = actor(), read_year()
    bureau, places = bureau_with_departments(bureau_id, who, read.year)
    context: Context = {}
    for name in shown:
        context |= PARTS[name].context(who, bureau, places, read)
    return render_template(
        template,
        place=bureau,
        year=read.year,
        years=years(),
        wrong=read.wrong,
        shown=shown,
        later=[(PARTS[name].title, _url(bureau, name, read)) for name in PARTS if name not in shown],
        current=current,
        parts=PARTS,
        tabs_of=_tabs(bureau, read, current),
        whole_url=_url(bureau, None, read, whole="1"),
        is_past=read.year != clock.today().year,
        **context,
    )


def _tabs(bureau: Place, read: ReadYear, current: str | None) -> list[dict[str, object]]:
    first = {"label": _("At a glance"), "url": _url(bureau, None, read), "is_current": current is None}
    return [
        first,
        *(
            {"label": part.title, "url": _url(bureau, name, read), "is_current": name == current}
            for name, part in PARTS.items()
            if name not in AT_ONCE
        ),
    ]


def _url(bureau: Place, part: str | None, read: ReadYear, **more: str) -> str:
    kept: dict[str, Any] = {**read.kept, **more}
    if part is None:
        return url_for("reports.show_bureau", bureau_id=bureau.id, **kept)
    return url_for("reports.show_bureau_part", bureau_id=bureau.id, part=part, **kept)


def _departments(who: Actor, bureau: Place, places: Sequence[Place], read: ReadYear) -> Context:
    ids = [place.id for place in places]
    stages_of, stages, overdue_of, late = work.work_in_bureau(who, ids, bureau.id)
    rows = _rows(who, places, stages_of, overdue_of, read.year)
    shared = {"bureau": str(bureau.id)}
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table"})
    wall = ListLink(url_or_none("innovation.list_obstacles"))
    return {
        "rows": rows,
        "active": sum(row.moving + row.still for row in stages),
        "still": sum(row.still for row in stages),
        "still_days": STILL_DAYS,
        "late": late.count,
        "late_days": late.days,
        "raised": sum(row.obstacles.raised for row in rows),
        "raised_late": sum(row.obstacles.raised_late for row in rows),
        "asked": sum(row.obstacles.asked for row in rows),
        "asked_late": sum(row.obstacles.asked_late for row in rows),
        "links": {
            "tasks": ListLink(board.base, {**board.shared, **shared}).to(state="active"),
            "still": ListLink(board.base, {**board.shared, **shared}).to(still=STILL_DAYS),
            "overdue": ListLink(url_or_none("innovation.list_overdue_reports"), shared).to(),
            "raised": ListLink(wall.base, shared).to(),
            "board": url_or_none("mileage.show_board"),
        },
        "board": board,
        "wall": wall,
        "reports": ListLink(url_or_none("innovation.list_overdue_reports")),
        "requests": ListLink(url_or_none("innovation.list_obstacle_requests")),
        "slogan_url": (url_or_none("innovation.show_slogan", slogan_id=0) or "").removesuffix("0"),
        "unit_stages_figure": figures.unit_stages_figure(places, stages_of, board),
    }


def _rows(
    who: Actor,
    places: Sequence[Place],
    stages: Mapping[int, Sequence[StageCount]],
    overdue: Mapping[int, Overdue],
    year: int,
) -> Sequence[UnitRow]:
    """Read each thing once for all departments."""
    ids = [place.id for place in places]
    obstacles = work.obstacles_of(who, ids)
    slogans, board = work.slogans_of(who, ids, year), mileage.board_rows(ids, year)
    stand = standings.standings_of(who, ids, year)
    words = {word.department_id: word for word in words_of_offices(who)}
    return [
        UnitRow(
            place=place,
            active=sum(row.moving + row.still for row in stages.get(place.id, ())),
            still=sum(row.still for row in stages.get(place.id, ())),
            overdue=overdue.get(place.id, Overdue()),
            obstacles=obstacles[place.id],
            word=words.get(place.id),
            slogan=slogans.get(place.id),
            mileage=board.get(place.id),
            standing=stand.get(place.id),
        )
        for place in places
    ]


def _indicators(_who: Actor, _bureau: Place, places: Sequence[Place], read: ReadYear) -> Context:
    ids = [place.id for place in places]
    present = measuring(ids, read.year) if ids else None
    found = None
    if present is not None:
        counted = by_department(present.lines, clock.today())
        found = Risks(round_id=present.round_id, name=present.name, departments=counted)
    outlook = ListLink(url_or_none("evaluation.show_outlook", round_id=found.round_id) if found else None)
    return {
        "risks": found,
        "risks_figure": figures.risks_figure(found, outlook) if found else None,
        "totals_figure": figures.totals_figure(
            places, standings.totals_of(ids), url_or_none("reports.list_round_reports")
        ),
    }


PARTS: Mapping[str, Part] = {
    "departments": Part(_("Departments side by side"), "reports/bureaus/_departments.html", _departments),
    "indicators": Part(_("Indicators"), "reports/bureaus/_indicators.html", _indicators),
}
AT_ONCE = ("departments",)
"""Shown with the page; the others come when the reader gets there."""
