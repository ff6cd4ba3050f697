"""Figures of tasks: what is overdue, what stands still, and how long each stage takes."""

from collections.abc import Sequence

from app.core.charts import bar_chart, cut_sentence, funnel_chart, stacked_bars
from app.core.messages import Message, _
from app.reports.figures.frame import Figure, linked, number, text_column
from app.reports.links import ListLink
from app.reports.queries.tower.lead_times import LeadTime
from app.reports.queries.tower.reporting import OverdueCount, StageCount

MOST_BARS = 15


def overdue_figure(rows: Sequence[OverdueCount], behind: ListLink) -> Figure:
    """Overdue reports by department; those that owe most, of very many."""
    title, shown = _("Overdue progress reports by department"), rows[:MOST_BARS]
    names, counts = [row.department for row in shown], [row.count for row in shown]
    finding = _(
        "Overdue reports: %(count)s, departments: %(departments)s; %(worst)s owes the most.",
        count=sum(row.count for row in rows),
        departments=len(rows),
        worst=rows[0].department,
    )
    return Figure(
        id="overdue-reports",
        title=title,
        finding=finding,
        json=bar_chart(str(title), names, counts, sideways=True),
        columns=(
            text_column(_("Department")),
            number(_("Overdue reports")),
            number(_("Days of the longest")),
        ),
        rows=tuple(
            (row.department, linked(row.count, behind.to(department=row.department_id)), row.days) for row in shown
        ),
        note=cut_sentence(names, counts),
        url=behind.to(),
        url_label=_("List of overdue reports"),
    )


def stages_figure(counts: Sequence[StageCount], days: int, behind: ListLink) -> Figure:
    """Tasks by stage, split into those that move and those that stand still."""
    still = sum(row.still for row in counts)
    whole = still + sum(row.moving for row in counts)
    worst = max(counts, key=lambda row: row.still)
    if still:
        finding = _(
            "%(still)s of %(whole)s active tasks have not moved for more than %(days)s days, most in “%(stage)s”. "
            "Up to stage 4 days count from the entry into the stage, later from the last report, meeting or change.",
            still=still,
            whole=whole,
            days=days,
            stage=worst.stage.label,
        )
    else:
        finding = _("None of %(whole)s active tasks stands still for more than %(days)s days.", whole=whole, days=days)
    title = _("Tasks by stage")
    series = {str(_("Moving")): [row.moving for row in counts], str(_("Standing still")): [row.still for row in counts]}
    return Figure(
        id="stages",
        title=title,
        finding=finding,
        json=stacked_bars(str(title), [str(row.stage.label) for row in counts], series, sideways=True),
        columns=(text_column(_("Stage")), number(_("Moving")), number(_("Standing still")), number(_("Together"))),
        rows=tuple(
            (
                row.stage.label,
                row.moving,
                linked(row.still, behind.to(stage=row.stage.value, still=days)),
                linked(row.moving + row.still, behind.to(stage=row.stage.value, state="active")),
            )
            for row in counts
        ),
        url=behind.to(still=days) if still else behind.to(state="active"),
        url_label=_("Tasks standing still") if still else _("List of all active tasks"),
    )


def lead_times_figure(rows: Sequence[LeadTime], year: int, behind: ListLink) -> Figure:
    """How many stays in each stage ended in the year, and the days of half and of nine tenths of them."""
    title = _("Stays in each stage that ended in %(year)s, with the days of half and of nine in ten of them", year=year)
    notes = [str(_note(row)) if row.stays else "" for row in rows]
    return Figure(
        id="lead-times",
        title=title,
        finding=_lead_finding(rows),
        json=funnel_chart(str(title), [str(row.stage.label) for row in rows], [row.stays for row in rows], notes),
        columns=(
            text_column(_("Stage")),
            number(_("Stays that ended")),
            number(_("Days of half of them at most")),
            number(_("Days of nine in ten at most")),
        ),
        rows=tuple((row.stage.label, row.stays, row.median, row.ninth) for row in rows),
        url=behind.to(),
        url_label=_("List of all tasks"),
    )


def _note(row: LeadTime) -> Message:
    return _("%(median)s · %(ninth)s days", median=row.median, ninth=row.ninth)


def _lead_finding(rows: Sequence[LeadTime]) -> Message:
    known = [row for row in rows if row.median is not None]
    slowest = max(known, key=lambda row: (row.median or 0, row.ninth or 0))
    return _(
        "“%(stage)s” takes longest: half of the stays ended within %(median)s days, one in ten took more than "
        "%(ninth)s.",
        stage=slowest.stage.label,
        median=slowest.median,
        ninth=slowest.ninth,
    )
