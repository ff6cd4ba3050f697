"""Figures of obstacles: where they lie and for how long, and what causes most of them."""

from collections.abc import Sequence

from app.core.charts import cut_sentence, heat_map, pareto_chart
from app.core.charts.paretos import cumulated
from app.core.messages import Message, _
from app.reports.figures.frame import Figure, linked, number, percent, text_column
from app.reports.links import ListLink
from app.reports.queries.tower.obstacles import BANDS, Cause, Causes, LevelAges


def obstacles_figure(levels: Sequence[LevelAges], behind: ListLink) -> Figure:
    """Unsettled obstacles by level and age."""
    total = sum(level.total for level in levels)
    old = sum(level.counts[-1] for level in levels)
    bands, title = [band.label for band in BANDS], _("Open obstacles by level and age")
    return Figure(
        id="obstacles",
        title=title,
        finding=_("%(old)s of %(total)s open obstacles are older than 30 days.", old=old, total=total),
        json=heat_map(
            str(title),
            [str(level.level.label) for level in levels],
            [str(band) for band in bands],
            [level.counts for level in levels],
        ),
        columns=(text_column(_("Level")), *(number(band) for band in bands), number(_("Together"))),
        rows=tuple(
            (
                level.level.label,
                *(
                    linked(count, behind.to(level=level.level.value, age=band.code))
                    for band, count in zip(BANDS, level.counts, strict=True)
                ),
                linked(level.total, behind.to(level=level.level.value)),
            )
            for level in levels
        ),
        url=behind.to(),
        url_label=_("Obstacle wall"),
    )


def kinds_figure(found: Causes, behind: ListLink) -> Figure:
    """Kinds of unsettled obstacles."""
    first = found.rows[0]
    finding = _(
        "“%(kind)s” makes %(percent)s of all %(total)s open obstacles; the first two kinds make %(two)s.",
        kind=first.label,
        percent=f"{percent(first.count, found.total)}%",
        total=found.total,
        two=f"{percent(sum(row.count for row in found.rows[:2]), found.total)}%",
    )
    if len(found.rows) == 1:
        finding = _("All %(total)s open obstacles are of the kind “%(kind)s”.", total=found.total, kind=first.label)
    return _pareto("obstacle-kinds", _("What causes obstacles"), finding, _("Kind"), found, behind)


def offices_figure(found: Causes, behind: ListLink) -> Figure:
    """Who is asked to remove unsettled obstacles."""
    first = found.rows[0]
    finding = _(
        "What is asked of %(office)s makes %(percent)s of all open obstacles (%(count)s of %(total)s).",
        office=first.label,
        percent=f"{percent(first.count, found.total)}%",
        count=first.count,
        total=found.total,
    )
    return _pareto("obstacle-offices", _("Who is asked to remove them"), finding, _("Who is asked"), found, behind)


def _pareto(figure_id: str, title: Message, finding: Message, head: Message, found: Causes, behind: ListLink) -> Figure:
    labels, counts = [str(row.label) for row in found.rows], [row.count for row in found.rows]
    shares = cumulated(counts, found.total)
    return Figure(
        id=figure_id,
        title=title,
        finding=finding,
        json=pareto_chart(str(title), labels, counts, found.total),
        columns=(text_column(head), number(_("Open obstacles")), number(_("Percent together"))),
        rows=tuple(
            (row.label, linked(row.count, _wall(row, behind)), share)
            for row, share in zip(found.rows, shares, strict=True)
        ),
        note=cut_sentence(labels, counts),
        url=behind.to(),
        url_label=_("Obstacle wall"),
    )


def _wall(row: Cause, behind: ListLink) -> str | None:
    if row.kind is not None:
        return behind.to(kind=row.kind.value)
    return behind.to(asked=row.department_id) if row.department_id else behind.to(recurrence=row.key)
