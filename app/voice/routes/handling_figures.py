"""민원처리 현황: figures of a year with their formulas, months, times of day, and the same work a year earlier."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.charts import grouped_bars, heat_map, line_chart
from app.core.errors import Missing
from app.core.figures import bare, outcome, rounded
from app.core.i18n import format_number
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import actor
from app.voice.enums.permissions import Permission
from app.voice.policy import POLICY
from app.voice.queries import handling_figures as queries
from app.voice.queries.handling_figures import Choice, Scope
from app.voice.queries.handling_sums import SameWork, same_work_together
from app.voice.routes import bp
from app.voice.rules import handling_figures as rules
from app.voice.rules.handling_figures import DAY_MINUTES, Totals

WEEKDAY_NAMES = (
    _("Mon"),
    _("Tue"),
    _("Wed"),
    _("Thu"),
    _("Fri"),
    _("Sat"),
    _("Sun"),
    _("Day off"),
)
FIRST_YEAR, LAST_YEAR = 2000, 2199
LONGEST_CHART = 12
DECEMBER = 12


def wanted_scope(years: Sequence[int]) -> Scope:
    """Return what the address asks for; the latest year with records where it names none. Raises `Missing`."""
    year = request.args.get("year", type=whole_number)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Missing(_("There is no such year."))
    latest = years[0] if years else clock.today().year
    units = (request.args.get(name, type=whole_number) for name in ("department", "affair"))
    return Scope(year or latest, *units)


def offered_years(years: Sequence[int], scope: Scope) -> Sequence[int]:
    """Return the years to choose from: those with records, and the one that is looked at."""
    return sorted({*years, scope.year}, reverse=True)


@bp.get("/voice/handling")
def show_handling() -> ResponseReturnValue:
    """Show how long affairs took in a year."""
    years, has_examples = queries.years_and_examples()
    scope = wanted_scope(years)
    months = queries.months_in(scope)
    totals = sum(months.values(), Totals())
    spread, cells = queries.spread_in(scope), queries.hours_in(scope)
    departments = queries.departments_in(scope.year)
    affairs = queries.affairs_in(scope.year, scope.department_id)
    return render_template(
        "voice/handling/show.html",
        scope=scope,
        years=offered_years(years, scope),
        departments=departments,
        affairs=affairs,
        of_whom=_of_whom(scope, departments, affairs),
        totals=totals,
        median=rules.median_hours(spread),
        half=(totals.n + 1) // 2,
        months=_months_chart(months),
        heat=_heat(cells) if cells else None,
        parts_rows=[(part.label, format_number(n), share) for part, (n, share) in rules.parts_of(cells).items()],
        may=handling_may(),
        has_examples=has_examples,
    )


@bp.context_processor
def offered_handling() -> dict[str, object]:
    """Tell every page of the handling records which of their views the reader is offered."""
    return {"handling_may": handling_may, "days_of": rules.days_of}


def handling_may() -> Mapping[str, bool]:
    """Return what the reader may do with handling records."""
    who = actor()
    return {
        "import": access.allows(POLICY, Permission.HANDLING_IMPORT, who),
        "records": access.allows(POLICY, Permission.HANDLING_READ_OWN, who),
        "batches": access.allows(POLICY, Permission.HANDLING_READ_ALL, who),
        "hand_over": access.allows(POLICY, Permission.SHORTENING_HAND_OVER, who),
    }


def _of_whom(scope: Scope, *shelves: Sequence[Choice]) -> Sequence[str]:
    wanted = (scope.department_id, scope.affair_id)
    return [choice.name for one, shelf in zip(wanted, shelves, strict=True) for choice in shelf if choice.id == one]


Row = tuple[str | int | Decimal | Message | None, ...]


def _months_chart(months: Mapping[date, Totals]) -> Mapping[str, object] | None:
    """Return the drawing of mean days allowed and taken by month, its finding and its table."""
    if not months:
        return None
    labels = [f"{month.year}-{month.month:02d}" for month in months]
    sums = list(months.values())
    allowed = [_days(one.statutory, one.n) for one in sums]
    drawn = line_chart(
        str(_("Days a case took")),
        labels,
        {str(_("Allowed by law")): allowed, str(_("Taken")): [one.mean_days for one in sums]},
    )
    first, last = sums[0], sums[-1]
    finding = _(
        "From %(first)s to %(last)s days a case, against %(allowed)s allowed in the last month.",
        first=first.mean_days,
        last=last.mean_days,
        allowed=allowed[-1],
    )
    rows: list[Row] = [
        (label, format_number(one.n), _days(one.statutory, one.n), one.mean_days, one.rate, one.late, one.late_share)
        for label, one in zip(labels, sums, strict=True)
    ]
    return {"json": drawn, "finding": finding, "rows": rows}


def _days(minutes: int, n: int) -> Decimal:
    return rounded(rules.mean_days(minutes, n), rules.PLACES)


def _heat(cells: Mapping[tuple[int, int], int]) -> Mapping[str, object]:
    """Return the heat map of the hours in which something came in; hours without any are left out at both ends."""
    hours = range(min(hour for _day, hour in cells), max(hour for _day, hour in cells) + 1)
    names = [str(name) for name in WEEKDAY_NAMES]
    labels = [f"{hour:02d}" for hour in hours]
    grid = [[cells.get((weekday, hour)) for weekday in range(len(names))] for hour in hours]
    busiest = max(cells, key=lambda cell: (cells[cell], -cell[0], -cell[1]))
    finding = _(
        "Most came in on %(day)s from %(hour)s o'clock: %(count)s.",
        day=names[busiest[0]],
        hour=busiest[1],
        count=format_number(cells[busiest]),
    )
    rows = [
        (label, *(format_number(value or 0) for value in values)) for label, values in zip(labels, grid, strict=True)
    ]
    drawn = heat_map(str(_("Received by hour and weekday")), labels, names, grid)
    columns = [{"label": name, "num": True} for name in names]
    return {"json": drawn, "finding": finding, "rows": rows, "columns": columns}


@bp.get("/voice/handling/same-work")
def list_same_work() -> ResponseReturnValue:
    """Compare the same affairs in the same months with a year earlier."""
    years = queries.years_with_records()
    scope = wanted_scope(years)
    rows, whole = same_work_rows(scope), last_whole_month(scope.year)
    months = queries.months_in(Scope(scope.year, scope.department_id))
    shown = rows[:LONGEST_CHART]
    drawn = grouped_bars(
        str(_("Days a case took")),
        [row[0].affair for row in shown],
        {
            str(scope.year - 1): [rounded(row[1], rules.PLACES) for row in shown],
            str(scope.year): [rounded(row[2], rules.PLACES) for row in shown],
        },
        sideways=True,
    )
    departments = queries.departments_in(scope.year)
    return render_template(
        "voice/handling/same_work.html",
        scope=scope,
        last_month=max((month.month for month in months if month.month <= whole), default=whole),
        is_running=whole < DECEMBER,
        finding=_shorter(rows),
        years=offered_years(years, scope),
        departments=departments,
        of_whom=[unit.name for unit in departments if unit.id == scope.department_id],
        rows=[(*row[:1], _two(row[1]), _two(row[2]), *row[3:]) for row in rows],
        formula=_formula(rows),
        json=drawn if shown else None,
        few=rules.FEW,
    )


Comparison = tuple[SameWork, Decimal, Decimal, Decimal | None, bool]
"""The affair, mean days before and now, the change in percent, and whether there are too few cases."""


def same_work_rows(scope: Scope) -> list[Comparison]:
    """Return the comparisons of a year, the most cases first."""
    found = same_work_together(scope.department_id, date(scope.year, 1, 1), date(scope.year, DECEMBER, 31))
    rows = [_compared(one) for one in found]
    return sorted(rows, key=lambda row: (-row[0].n_now, row[0].affair))


def last_whole_month(year: int) -> int:
    """Return the number of the last month of a year that is over, 0 where none is."""
    months = rules.whole_months(date(year, 1, 1), date(year, DECEMBER, 31), clock.today())
    return months[1].month if months else 0


def _compared(one: SameWork) -> Comparison:
    before = rules.mean_days(one.actual_before, one.n_before)
    now = rules.mean_days(one.actual_now, one.n_now)
    return one, before, now, rules.change_percent(before, now), min(one.n_before, one.n_now) < rules.FEW


def _shorter(rows: Sequence[Comparison]) -> Message:
    shorter = sum(row[2] < row[1] for row in rows)
    return _("%(shorter)s of %(all)s affairs took less time than a year earlier.", shorter=shorter, all=len(rows))


def _two(value: Decimal) -> Decimal:
    return rounded(value, rules.PLACES)


def _formula(rows: Sequence[Comparison]) -> Message | None:
    """Say for the first affair how the change was reckoned."""
    if not rows:
        return None
    one, before, now, change, _few = rows[0]
    return _(
        "%(affair)s: before %(then)s days ÷ %(n_then)s cases %(before)s, now %(days)s days ÷ %(n)s cases %(now)s, change %(change)s %(sign)s.",
        affair=one.affair,
        then=bare(rounded(Decimal(one.actual_before) / DAY_MINUTES, rules.PLACES)),
        n_then=one.n_before,
        before=outcome(before),
        days=bare(rounded(Decimal(one.actual_now) / DAY_MINUTES, rules.PLACES)),
        n=one.n_now,
        now=outcome(now),
        change="–" if change is None else str(change).replace("-", "−"),
        sign="%",
    )
