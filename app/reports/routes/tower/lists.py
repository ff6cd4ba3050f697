"""Lists behind the figures of the dashboard that no other room has."""

from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.values import Value
from app.core.web import actor
from app.organization.queries import department_names
from app.reports.figures.mileage import SHARES, share_of
from app.reports.links import url_or_none
from app.reports.queries.tower.carriers import MOST, CarrierKind, carriers
from app.reports.queries.tower.choices import choices_for
from app.reports.queries.tower.mileage import Participation, participation_by_department
from app.reports.routes import bp
from app.reports.routes.scopes import ReadScope, read_scope, years

PAGES = {
    CarrierKind.ISSUE: ("innovation.show_issue", "issue_id"),
    CarrierKind.TASK: ("innovation.show_task", "task_id"),
    CarrierKind.SLOGAN: ("innovation.show_slogan", "slogan_id"),
    CarrierKind.CASE: ("innovation.show_case", "case_id"),
}


@bp.get("/reports/control-tower/carriers")
def list_value_carriers() -> ResponseReturnValue:
    """Show the ideas, tasks, slogans and cases of a year that carry a value, of a department or of all."""
    read, names = read_scope(choices_for(actor())), department_names()
    unit = wanted_department(names)
    found = carriers(actor(), read.scope, unit)
    return render_template(
        "reports/tower/carriers.html",
        rows=found[:MOST],
        more=len(found) > MOST,
        most=MOST,
        bases={kind: (url_or_none(page, **{name: 0}) or "").removesuffix("0") for kind, (page, name) in PAGES.items()},
        unit=unit,
        unit_name=names[unit] if unit else None,
        departments=names,
        value_choices=Value,
        years=years(),
        scope=read.scope,
        wrong=read.wrong,
        back=_back(read),
    )


def wanted_department(names: Mapping[int, str]) -> int | None:
    """Return the department the address asks for. Raises `Missing` for one there is not."""
    unit = request.args.get("department", type=whole_number)
    if request.args.get("department") and unit not in names:
        raise Missing(_("There is no such department."))
    return unit


@bp.get("/reports/control-tower/participation")
def list_participation() -> ResponseReturnValue:
    """Show which share of each department's people earned points in a year; with `share` those of one bar."""
    read = read_scope(choices_for(actor()))
    share = wanted_share()
    return render_template(
        "reports/tower/participation.html",
        rows=rows_of_share(participation_by_department(read.scope), share),
        shares=SHARES,
        share=share,
        years=years(),
        scope=read.scope,
        wrong=read.wrong,
        kept=read.kept,
        back=_back(read),
    )


def wanted_share() -> int | None:
    """Return the bar the address asks for: its place among the shares."""
    asked = request.args.get("share", type=whole_number)
    return asked if asked in range(len(SHARES)) else None


def rows_of_share(rows: Sequence[Participation], share: int | None) -> list[Participation]:
    """Return the departments of one bar, or all."""
    return [row for row in rows if share is None or (row.percent is not None and share_of(row.percent) == share)]


def _back(read: ReadScope) -> str:
    kept = {name: text for name, text in read.kept.items() if name != "value"}
    return url_for("reports.show_tower_part", part="values", **kept)  # type: ignore[arg-type]
