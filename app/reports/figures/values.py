"""Figures of values: which department lives which of the ten values, and how that grew over the years."""

from collections.abc import Callable
from re import split

from app.core.charts import heat_map
from app.core.messages import _
from app.core.values import Value
from app.reports.figures.frame import Figure, linked, number, text_column
from app.reports.links import ListLink
from app.reports.queries.tower.values import ValueCounts

MOST_ROWS = 20


def values_figure(found: ValueCounts, year: int, values: list[Value], behind: ListLink) -> Figure | None:
    """Departments by value in a year, those with most on top; of very many departments the first twenty.

    Each number leads to what carries the value (`behind`).
    """
    totals = {unit: sum(found.by_department.get((unit, value), 0) for value in values) for unit in found.departments}
    units = sorted((unit for unit in totals if totals[unit]), key=lambda unit: (-totals[unit], found.departments[unit]))
    if not units:
        return None
    shown = units[:MOST_ROWS]
    together = {value: sum(found.by_department.get((unit, value), 0) for unit in units) for value in values}
    least, most = min(values, key=_by(together)), max(values, key=_by(together))
    title = _("Values by department in %(year)s", year=year)
    cells = [[found.by_department.get((unit, value), 0) for value in values] for unit in shown]
    note = None
    if len(units) > len(shown):
        note = _("The %(shown)s departments with most are shown, of %(all)s.", shown=len(shown), all=len(units))
    return Figure(
        id="values",
        title=title,
        finding=_(
            "“%(most)s” is carried most (%(count)s times), “%(least)s” least (%(few)s times).",
            most=most.label,
            count=together[most],
            least=least.label,
            few=together[least],
        ),
        json=heat_map(str(title), [found.departments[unit] for unit in shown], _names(values), cells),
        columns=(text_column(_("Department")), *(number(value.label) for value in values)),
        rows=tuple(
            (
                linked(found.departments[unit], behind.to(department=unit, year=year)),
                *(
                    linked(count, behind.to(department=unit, value=value, year=year)) if count else count
                    for value, count in zip(values, row, strict=True)
                ),
            )
            for unit, row in zip(shown, cells, strict=True)
        ),
        note=note,
        url=behind.to(year=year),
        url_label=_("Everything that carries a value"),
    )


def value_years_figure(found: ValueCounts, values: list[Value], behind: ListLink) -> Figure | None:
    """Values by year, the whole scope together."""
    cells = [[found.by_year.get((year, value), 0) for year in found.years] for value in values]
    if not any(any(row) for row in cells):
        return None
    growth = [row[-1] - row[-2] for row in cells]
    place = max(range(len(values)), key=growth.__getitem__)
    years = [str(year) for year in found.years]
    title = _("Values over the years")
    facts = {"value": values[place].label, "year": years[-1], "before": years[-2]}
    grown = _("“%(value)s” grew most from %(before)s to %(year)s: by %(more)s.", **facts, more=growth[place])
    flat = _("No value was carried more often in %(year)s than in %(before)s.", year=years[-1], before=years[-2])
    return Figure(
        id="value-years",
        title=title,
        finding=grown if growth[place] > 0 else flat,
        json=heat_map(str(title), [str(value.label) for value in values], years, cells),
        columns=(text_column(_("Value")), *(number(year) for year in years)),
        rows=tuple(
            (
                value.label,
                *(
                    linked(count, behind.to(value=value, year=year)) if count else count
                    for year, count in zip(found.years, row, strict=True)
                ),
            )
            for value, row in zip(values, cells, strict=True)
        ),
    )


def _by(counts: dict[Value, int]) -> Callable[[Value], int]:
    return counts.__getitem__


def _names(values: list[Value]) -> list[str]:
    """Of "Smile: kindness" the first word, as the columns are narrow; the table has the whole."""
    return [split(r"[:(]", str(value.label))[0] for value in values]
