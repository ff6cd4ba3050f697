"""5S 지수: heat map, a department over the years, the rows behind a figure; reckoned, settled, shown outside or not."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor
from app.core.charts import heat_map, line_chart
from app.core.errors import Refused
from app.core.figures import rounded
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, keeping_words
from app.jobs.services import request_job
from app.organization.queries import department_or_404
from app.voice.enums.five_s import FiveSPart
from app.voice.enums.permissions import Permission
from app.voice.five_s_jobs import FIVE_S
from app.voice.forms.five_s import FiveSRunForm, FiveSShowingForm
from app.voice.policy import POLICY
from app.voice.queries.five_s import (
    DepartmentYear,
    HeatRow,
    department_years,
    figure_or_404,
    heat_rows,
    shown_now,
    year_state,
    years_with_rules,
)
from app.voice.routes import bp
from app.voice.routes.five_s_words import (
    department_finding,
    explained_figure,
    explained_index,
    explained_part,
    heat_finding,
)
from app.voice.services import five_s as services

MOST_YEARS = 12


@bp.get("/voice/five-s")
def show_five_s() -> ResponseReturnValue:
    """Show the departments of a year and peer group with their five S, and the best office of each peer group."""
    who, (year, years) = actor(), wanted_year()
    rows = heat_rows(year)
    groups = {row.peer_group_id: row.peer_group for row in rows}
    group_id = _group(groups, rows, who)
    shown = [row for row in rows if row.peer_group_id == group_id]
    known = [row for row in shown if row.has_figure]
    return render_template(
        "voice/five_s/show.html",
        year=year,
        years=years,
        state=year_state(year),
        groups=groups,
        group_id=group_id,
        rows=shown,
        known=known,
        unknown=[row for row in shown if not row.has_figure],
        best=best_offices(rows),
        parts=tuple(FiveSPart),
        figure=heat_figure(known),
        finding=heat_finding(shown),
        may=_may(who),
        shown=shown_now(),
        showing_form=FiveSShowingForm(formdata=None, data={"shown": shown_now()}),
    )


def wanted_year() -> tuple[int, Sequence[int]]:
    """Return the year in the address, or the last one with rules, and the years to choose from."""
    years = years_with_rules()
    wanted = request.args.get("year", type=whole_number)
    this = clock.today().year
    year = wanted if wanted is not None and (wanted in years or wanted == this) else next(iter(years), this)
    return year, sorted({*years, year}, reverse=True)


def _group(groups: Mapping[int | None, str], rows: Sequence[HeatRow], who: Actor) -> int | None:
    """Return the peer group in the address; else one that has something to read, the reader's own before others.

    First come groups with places, then groups with figures, then whatever there is.
    """
    chosen = request.args.get("group", type=whole_number)
    if "group" in request.args and chosen in groups:
        return chosen
    placed = [row.peer_group_id for row in rows if row.rank is not None]
    known = [row.peer_group_id for row in rows if row.total is not None]
    own = [row.peer_group_id for row in rows if row.department_id == who.department_id]
    for shelf in (placed, known, list(groups)):
        for group_id in (*own, *shelf):
            if group_id in shelf:
                return group_id
    return None


def best_offices(rows: Sequence[HeatRow]) -> list[HeatRow]:
    """Return the first of every peer group, all of them where several share the place."""
    return [row for row in rows if row.rank == 1]


def heat_figure(known: Sequence[HeatRow]) -> str | None:
    """Return department × S as a drawing; None where there is nothing to draw."""
    if not known:
        return None
    cells = [[_whole(row.scores.get(part)) for part in FiveSPart] for row in known]
    names = [str(part.label) for part in FiveSPart]
    return heat_map(str(_("5S index")), [row.department for row in known], names, cells)


def _whole(score: Decimal | None) -> Decimal | None:
    """Return a score as the drawing has room for it; the table beside it has both decimals."""
    return None if score is None else rounded(score, 0)


def _may(who: Actor) -> Mapping[str, bool]:
    return {
        "rule": access.allows(POLICY, Permission.INDEX_RULE, who),
        "reckon": access.allows(POLICY, Permission.INDEX_RECKON, who),
        "settle": access.allows(POLICY, Permission.INDEX_PUBLISH, who),
        "show": access.allows(POLICY, Permission.INDEX_SHOW, who),
    }


@bp.get("/voice/five-s/departments/<int:department_id>")
def show_five_s_department(department_id: int) -> ResponseReturnValue:
    """Show a department over the years, and how each score of the chosen year came about."""
    department = department_or_404(department_id)
    year, _years = wanted_year()
    years = department_years(department_id, opened=year)
    if years and year not in {one.year for one in years}:
        years = department_years(department_id, opened=years[-1].year)
        year = years[-1].year
    opened = next((one for one in years if one.year == year), None)
    state = year_state(year)
    return render_template(
        "voice/five_s/department.html",
        department=department,
        year=year,
        years=years,
        opened=opened,
        state=state,
        parts=tuple(FiveSPart),
        figure=trend_figure(years),
        finding=department_finding(years),
        panels=explained_index(opened, state) if opened else (),
    )


def trend_figure(years: Sequence[DepartmentYear]) -> str | None:
    """Return the five S and the index over the years as lines; None for fewer than two years or without any score."""
    shown = years[-MOST_YEARS:]
    series = {str(part.label): [one.scores.get(part) for one in shown] for part in FiveSPart}
    is_empty = all(score is None for scores in series.values() for score in scores)
    if is_empty or len(shown) < 2:  # noqa: PLR2004  a line needs two ends
        return None
    labels = [str(one.year) for one in shown]
    return line_chart(str(_("5S index over the years")), labels, series)


@bp.get("/voice/five-s/figures/<int:figure_id>")
def show_five_s_figure(figure_id: int) -> ResponseReturnValue:
    """Show one S of a department with every row behind it."""
    view = figure_or_404(figure_id)
    return render_template(
        "voice/five_s/figure.html",
        view=view,
        panel=explained_part(view.part, view.rule, view.run),
        sources=explained_figure(view),
    )


@bp.post("/voice/five-s/runs")
def create_five_s_run() -> ResponseReturnValue:
    """Have a year reckoned beside the pages."""
    form = FiveSRunForm()
    if not form.validate_on_submit():
        raise Refused(_("Say which year is meant."))
    year = int(form.year.data)
    title = str(_("5S index of %(year)s", year=year))
    job = request_job(actor=actor(), kind=FIVE_S, title=title, arguments={"year": year})
    return redirect(url_for("jobs.show_job", job_id=job.id))


@bp.post("/voice/five-s/publications")
def create_five_s_publication() -> ResponseReturnValue:
    """Settle a year: its rules and figures are frozen."""
    form = FiveSRunForm()
    if not form.validate_on_submit():
        raise Refused(_("Say which year is meant."))
    row = services.settle_year(actor=actor(), year=int(form.year.data), note=form.note.data or "")
    flash(str(_("The 5S index of %(year)s is settled.", year=row.year)), "success")
    return redirect(url_for(".show_five_s", year=row.year))


@bp.post("/voice/five-s/showings")
def create_five_s_showing() -> ResponseReturnValue:
    """Say what people outside may read."""
    form = FiveSShowingForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.set_showing(actor=actor(), shown=form.shown.data)
            flash(str(_("What the public may read is set.")), "success")
    return redirect(url_for(".show_five_s"))
