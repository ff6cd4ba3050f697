"""Figures of bureaus and departments: tasks of departments side by side, points by month, totals over the rounds."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.core.charts import bar_chart, line_chart, stacked_bars
from app.core.figures import bare
from app.core.messages import Message, _
from app.innovation.enums import Stage
from app.reports.figures.frame import Cell, Figure, linked, number, text_column
from app.reports.figures.months import month_names, months_so_far
from app.reports.links import ListLink
from app.reports.queries.dashboards.mileage import UnitMonth
from app.reports.queries.dashboards.places import Place
from app.reports.queries.dashboards.standings import TotalPoint
from app.reports.queries.tower.reporting import StageCount

MOST_LINES = 8
"""Lines of one drawing at most; the table has all departments."""
FEWEST_ROUNDS = 2
MOST_NAMED = 3
"""Departments that share the first place are named up to this number."""
ZERO = Decimal(0)


def unit_stages_figure(
    places: Sequence[Place], stages: Mapping[int, Sequence[StageCount]], behind: ListLink
) -> Figure | None:
    """Active tasks by stage, the departments of a bureau side by side; None where there are none."""
    rows = [(place, [row.moving + row.still for row in stages[place.id]]) for place in places if place.id in stages]
    if not rows:
        return None
    names = [place.name for place, _counts in rows]
    series = {f"{stage.number}. {stage.label}": [counts[n] for _p, counts in rows] for n, stage in enumerate(Stage)}
    title = _("Active tasks by department and stage")
    return Figure(
        id="unit-stages",
        title=title,
        finding=_most_finding({place.name: sum(counts) for place, counts in rows}),
        json=stacked_bars(str(title), names, series, sideways=True),
        columns=(text_column(_("Department")), *(number(name) for name in series), number(_("Together"))),
        rows=tuple(
            (
                place.name,
                *(
                    linked(count, behind.to(department=place.id, stage=stage.value, state="active"))
                    for stage, count in zip(Stage, counts, strict=True)
                ),
                linked(sum(counts), behind.to(department=place.id, state="active")),
            )
            for place, counts in rows
        ),
    )


def unit_months_figure(
    year: int, months: Mapping[tuple[int, int], UnitMonth], url: str | None, *, with_people: bool
) -> Figure | None:
    """Points by month beside the year before; None where neither year has any.

    `with_people` False: the department is too small to tell of its people, so only its own account is shown.
    """
    last = months_so_far(year)
    so_far = [months[year, month] for month in last]
    if not any(one.own or (one.members and with_people) for one in months.values()):
        return None
    points = _together if with_people else _own
    now = sum(map(points, so_far), ZERO)
    before = sum((points(months[year - 1, month]) for month in last), ZERO)
    title = _("Mileage by month in %(year)s", year=year)
    series = {str(_("The department itself")): [one.own for one in so_far]}
    if with_people:
        series[str(_("Its people"))] = [one.members for one in so_far]
    names = month_names(last)
    facts = {"now": bare(now), "before": bare(before), "year": year - 1}
    finding = (
        _("%(now)s points so far, more than in the same months of %(year)s (%(before)s).", **facts)
        if now > before
        else _("%(now)s points so far, not more than in the same months of %(year)s (%(before)s).", **facts)
    )
    return Figure(
        id="unit-months",
        title=title,
        finding=finding,
        json=stacked_bars(str(title), names, series),
        columns=(
            text_column(_("Month")),
            *(number(name) for name in series),
            number(_("Together")),
            number(_("Together in %(year)s", year=year - 1)),
        ),
        rows=tuple(
            (
                name,
                *(bare(values[place]) for values in series.values()),
                bare(points(months[year, month])),
                bare(points(months[year - 1, month])),
            )
            for place, (name, month) in enumerate(zip(names, last, strict=True))
        ),
        url=url,
        url_label=_("Statement of the department"),
    )


def _together(month: UnitMonth) -> Decimal:
    return month.together


def _own(month: UnitMonth) -> Decimal:
    return month.own


def totals_figure(places: Sequence[Place], points: Sequence[TotalPoint], url: str | None) -> Figure | None:
    """Totals of the departments over the released rounds; None where there are none."""
    codes = list(dict.fromkeys(point.code for point in points))
    totals = {(point.department_id, point.code): point.total for point in points}
    known = [place for place in places if any(totals.get((place.id, code)) is not None for code in codes)]
    if not known:
        return None
    rows: dict[str, Sequence[Decimal | None]] = {
        place.name: [totals.get((place.id, code)) for code in codes] for place in known
    }
    title = _("Totals over the rounds")
    shown = dict(list(rows.items())[:MOST_LINES])
    note = None
    if len(shown) < len(rows):
        note = _("The first %(shown)s of %(all)s departments are drawn.", shown=len(shown), all=len(rows))
    columns = (text_column(_("Department")), *(number(code) for code in codes))
    table: list[tuple[Cell, ...]] = [(name, *map(_shown, values)) for name, values in rows.items()]
    return Figure(
        id="unit-totals",
        title=title,
        finding=_totals_finding(rows, codes),
        json=(
            line_chart(str(title), codes, shown)
            if len(codes) >= FEWEST_ROUNDS
            else bar_chart(str(title), list(shown), [values[0] for values in shown.values()], sideways=True)
        ),
        columns=columns,
        rows=tuple(table),
        note=note,
        url=url,
        url_label=_("Evaluation reports"),
    )


def _most_finding(sums: Mapping[str, int]) -> Message:
    """Say who carries out most; all of those who share the first place, or how many they are."""
    top, whole = max(sums.values()), sum(sums.values())
    first = [name for name, count in sums.items() if count == top]
    if len(first) == 1:
        return _(
            "%(department)s carries out most of them: %(count)s of %(all)s.", department=first[0], count=top, all=whole
        )
    if len(first) <= MOST_NAMED:
        return _(
            "%(names)s carry out most of them: %(count)s each, of %(all)s.",
            names=", ".join(first),
            count=top,
            all=whole,
        )
    return _(
        "%(places)s departments carry out most of them: %(count)s each, of %(all)s.",
        places=len(first),
        count=top,
        all=whole,
    )


def _totals_finding(rows: Mapping[str, Sequence[Decimal | None]], codes: Sequence[str]) -> Message:
    if len(codes) < FEWEST_ROUNDS:
        return _("One released round so far; a trend begins with the second.")
    moved = [(v[-1] - v[-2], name) for name, v in rows.items() if v[-1] is not None and v[-2] is not None]
    if not moved:
        return _("No department has a total in both of the last two rounds.")
    change = max(points for points, _name in moved)
    first = [name for points, name in moved if points == change]
    facts = {"points": bare(abs(change)), "before": codes[-2], "round": codes[-1]}
    if change > 0 and len(first) > MOST_NAMED:
        facts["places"] = str(len(first))
        return _("%(places)s departments rose most from %(before)s to %(round)s: by %(points)s points each.", **facts)
    if change > 0 and len(first) > 1:
        facts["names"] = ", ".join(first)
        return _("%(names)s rose most from %(before)s to %(round)s: by %(points)s points each.", **facts)
    if change > 0:
        facts["department"] = first[0]
        return _("%(department)s rose most from %(before)s to %(round)s: by %(points)s points.", **facts)
    return _("No department rose from %(before)s to %(round)s.", before=codes[-2], round=codes[-1])


def _shown(value: Decimal | None) -> str | None:
    return None if value is None else bare(value)
