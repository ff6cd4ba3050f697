"""Figures of a person's own year: ideas by state, points by month."""

from collections.abc import Mapping
from decimal import Decimal

from app.core.charts import bar_chart, stacked_bars
from app.core.figures import bare
from app.core.messages import _
from app.innovation.enums import IssueState
from app.reports.figures.frame import Figure, linked, number, text_column
from app.reports.figures.months import month_names, months_so_far
from app.reports.links import ListLink
from app.reports.queries.dashboards.mileage import OwnMonth


def my_ideas_figure(counts: Mapping[IssueState, int], year: int, behind: ListLink) -> Figure | None:
    """Own ideas of a year by state; None where there are none."""
    if not counts:
        return None
    title = _("My ideas of %(year)s", year=year)
    adopted, ideas = counts.get(IssueState.ADOPTED, 0), sum(counts.values())
    labels = [str(state.label) for state in counts]
    return Figure(
        id="my-ideas",
        title=title,
        finding=_("%(adopted)s of %(all)s ideas were adopted.", adopted=adopted, all=ideas)
        if adopted
        else _("None of %(all)s ideas has been adopted so far.", all=ideas),
        json=bar_chart(str(title), labels, list(counts.values()), sideways=True),
        columns=(text_column(_("State")), number(_("Ideas"))),
        rows=tuple((state.label, linked(count, behind.to(state=state.value))) for state, count in counts.items()),
        url=behind.to(),
        url_label=_("List of my ideas"),
    )


def my_months_figure(months: Mapping[int, OwnMonth], year: int, url: str | None) -> Figure | None:
    """Own points by month and what caps cut off; None in a year without any."""
    shown = months_so_far(year)
    if not any(months[month].earned or months[month].cut for month in shown):
        return None
    earned = sum((months[month].earned for month in shown), Decimal(0))
    cut = sum((months[month].cut for month in shown), Decimal(0))
    title = _("My mileage by month in %(year)s", year=year)
    finding = (
        _("%(earned)s points; caps cut off %(cut)s more.", earned=bare(earned), cut=bare(cut))
        if cut
        else _("%(earned)s points; no cap cut anything off.", earned=bare(earned))
    )
    names = month_names(shown)
    series = {
        str(_("Points")): [months[month].earned for month in shown],
        str(_("Cut off by caps")): [months[month].cut for month in shown],
    }
    return Figure(
        id="my-months",
        title=title,
        finding=finding,
        json=stacked_bars(str(title), names, series),
        columns=(text_column(_("Month")), *(number(name) for name in series)),
        rows=tuple(
            (name, bare(months[month].earned), bare(months[month].cut))
            for name, month in zip(names, shown, strict=True)
        ),
        url=url,
        url_label=_("My statement of the year"),
    )
