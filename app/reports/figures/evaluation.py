"""Figures of evaluation: scoring, grades, how totals are spread, what is at risk, perspectives and trends."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median

from app.core.charts import (
    bar_chart,
    cut_sentence,
    grouped_bars,
    radar_chart,
    stacked_bars,
    strip_chart,
    trend_chart,
)
from app.core.charts.radars import has_shape
from app.core.figures import bare
from app.core.messages import Message, _
from app.evaluation.queries.outlook import DepartmentOutlook
from app.reports.figures.frame import Cell, Figure, linked, number, text_column
from app.reports.links import ListLink
from app.reports.queries.tower.evaluation import GradeDistribution, ScoringProgress
from app.reports.queries.tower.risks import Risks

MOST_BARS = 15
MOST_NAMED = 3
"""Departments that share the first place are named up to this number."""


def scoring_figure(progress: ScoringProgress, behind: ListLink) -> Figure:
    """Sheets handed in and still expected, by evaluator."""
    people = progress.evaluators
    series = {
        str(_("Handed in")): [one.done for one in people],
        str(_("Still expected")): [max(one.expected - one.done, 0) for one in people],
    }
    unfinished = sum(one.done < one.expected for one in people)
    return Figure(
        id="scoring",
        title=_("Scoring progress of %(round)s", round=progress.name),
        finding=_(
            "%(done)s of %(expected)s sheets are in; %(people)s evaluators are not finished.",
            done=progress.done,
            expected=progress.expected,
            people=unfinished,
        ),
        json=stacked_bars(str(_("Sheets")), [one.evaluator for one in people], series, sideways=True),
        columns=(text_column(_("Evaluator")), number(_("Handed in")), number(_("Expected"))),
        rows=tuple(
            (linked(one.evaluator, behind.to(evaluator=one.person_id)), one.done, one.expected) for one in people
        ),
        url=behind.to(open=1) if unfinished else behind.to(),
        url_label=_("Who has not handed in everything") if unfinished else _("Scoring progress"),
    )


def grades_figure(found: GradeDistribution, url: str | None, behind: ListLink) -> Figure:
    """Grades given beside the quota, for each peer group; each number leads to the departments (`behind`)."""
    away = sum(row.quota is not None and row.quota != row.given for row in found.grades)
    finding = (
        _("%(count)s grades differ from their quota, because ties share a grade.", count=away)
        if away
        else _("Every peer group keeps to its quota.")
    )
    return Figure(
        id="grades",
        title=_("Grades of %(round)s against the quota", round=found.name),
        finding=finding,
        json=_grades_drawing(found),
        columns=(text_column(_("Peer group")), text_column(_("Grade")), number(_("Departments")), number(_("Quota"))),
        rows=tuple(
            (
                linked(row.group, behind.to(group=row.group_id)),
                row.grade,
                linked(row.given, behind.to(group=row.group_id, grade=row.grade)) if row.given else row.given,
                row.quota,
            )
            for row in found.grades
        ),
        url=url,
        url_label=_("Evaluation report of the round"),
    )


def _grades_drawing(found: GradeDistribution) -> str:
    """Without any quota (fixed cuts) there is nothing to stand beside the bars."""
    title, labels = str(_("Departments")), [f"{row.group} {row.grade}" for row in found.grades]
    given = [row.given for row in found.grades]
    if all(row.quota is None for row in found.grades):
        return bar_chart(title, labels, given, sideways=True)
    quotas = [row.quota for row in found.grades]
    return grouped_bars(title, labels, {str(_("Given")): given, str(_("Quota")): quotas}, sideways=True)


def spread_figure(found: GradeDistribution, url: str | None, behind: ListLink) -> Figure | None:
    """The totals of each peer group as marks; None where nobody has one."""
    groups: dict[str, list[tuple[str, Decimal]]] = {}
    for row in found.totals:
        if row.total is not None:
            groups.setdefault(row.group, []).append((row.department, row.total))
    if not groups:
        return None
    numbers = {row.group: row.group_id for row in found.totals}
    middles = {group: median([total for _name, total in rows]) for group, rows in groups.items()}
    widest = max(groups, key=lambda group: _width(groups[group]))
    every = [pair for rows in groups.values() for pair in rows]
    title = _("Totals of %(round)s by peer group", round=found.name)
    return Figure(
        id="spread",
        title=title,
        finding=_(
            "The totals lie furthest apart in %(group)s: %(width)s points between the first and the last.",
            group=widest,
            width=bare(_width(groups[widest])),
        ),
        json=strip_chart(str(title), groups),
        columns=(
            text_column(_("Peer group")),
            number(_("Departments")),
            number(_("Lowest")),
            number(_("Median")),
            number(_("Highest")),
        ),
        rows=tuple(
            (
                linked(group, behind.to(group=numbers[group])),
                len(rows),
                bare(min(total for _name, total in rows)),
                bare(middles[group]),
                bare(max(total for _name, total in rows)),
            )
            for group, rows in groups.items()
        ),
        note=cut_sentence([name for name, _total in every], [total for _name, total in every]),
        url=url,
        url_label=_("Evaluation report of the round"),
    )


def _width(rows: Sequence[tuple[str, Decimal]]) -> Decimal:
    totals = [total for _name, total in rows]
    return max(totals) - min(totals)


def risks_figure(found: Risks, behind: ListLink) -> Figure | None:
    """Departments with indicators that are late or unlikely to reach their target; None where there are none."""
    rows = [row for row in found.departments if row.late or row.unlikely]
    if not rows:
        return None
    shown = rows[:MOST_BARS]
    title = _("Indicators at risk in %(round)s", round=found.name)
    series = {
        str(_("Target unlikely")): [row.unlikely for row in shown],
        str(_("Late")): [row.late for row in shown],
    }
    return Figure(
        id="risks",
        title=title,
        finding=_risks_finding(rows),
        json=grouped_bars(str(title), [row.department for row in shown], series, sideways=True),
        columns=(
            text_column(_("Department")),
            number(_("Target unlikely")),
            number(_("Late")),
            number(_("Likely")),
            number(_("Nothing can be said yet")),
        ),
        rows=tuple(
            (
                linked(row.department, behind.to(department=row.department_id)),
                row.unlikely,
                row.late,
                row.likely,
                row.unknown,
            )
            for row in shown
        ),
        url=behind.to(),
        url_label=_("Early warning of the round"),
    )


def _risks_finding(rows: Sequence[DepartmentOutlook]) -> Message:
    """Say how many are at risk and where most are; all who share the first place, or how many they are."""
    top = rows[0].unlikely + rows[0].late
    first = [row.department for row in rows if row.unlikely + row.late == top]
    facts = {"unlikely": sum(row.unlikely for row in rows), "late": sum(row.late for row in rows)}
    if len(first) > MOST_NAMED:
        return _(
            "Targets of %(unlikely)s indicators are unlikely to be reached and %(late)s are late; most in %(places)s "
            "departments alike.",
            **facts,
            places=len(first),
        )
    return _(
        "Targets of %(unlikely)s indicators are unlikely to be reached and %(late)s are late; most in %(department)s.",
        **facts,
        department=", ".join(first),
    )


def radar_figure(
    name: str, means: Mapping[str, Mapping[str, Decimal | None]], axes: Sequence[str], behind: ListLink
) -> Figure | None:
    """Mean scores by perspective (`axes`) for each peer group of a round; `means` by group and perspective."""
    known = [(value, group, axis) for group, row in means.items() for axis, value in row.items() if value is not None]
    if not known:
        return None
    low, group, axis = min(known)
    title = _("Perspectives in %(round)s", round=name)
    series = {one: [row.get(axis) for axis in axes] for one, row in means.items()}
    drawing = (
        radar_chart(str(title), axes, series)
        if has_shape(axes)
        else grouped_bars(str(title), axes, series, sideways=True)
    )
    return Figure(
        id="perspectives",
        title=title,
        finding=_(
            "“%(perspective)s” of %(group)s lies lowest with %(score)s of 100.",
            perspective=axis,
            group=group,
            score=bare(low),
        ),
        json=drawing,
        columns=(text_column(_("Perspective")), *(number(one) for one in means)),
        rows=tuple((axis, *(_shown(means[one].get(axis)) for one in means)) for axis in axes),
        url=behind.to(),
        url_label=_("List of indicators"),
    )


def trend_figure(
    name: str,
    rounds: Sequence[str],
    series: Mapping[str, Sequence[Decimal | None]],
    targets: Sequence[Decimal | None],
    url: str | None,
) -> Figure | None:
    """The mean actual of an indicator by peer group over the rounds, with its target and a band of a tenth around it."""
    if not any(value is not None for values in series.values() for value in values):
        return None
    tenth = Decimal("0.1")
    has_target = any(target is not None for target in targets)
    edges = ([_part(target, 1 - tenth) for target in targets], [_part(target, 1 + tenth) for target in targets])
    title = _("Trend of “%(indicator)s”", indicator=name)
    columns = [text_column(_("Round")), *(number(group) for group in series), number(_("Target"))]
    rows: list[tuple[Cell, ...]] = [
        (code, *(_shown(values[place]) for values in series.values()), _shown(targets[place]))
        for place, code in enumerate(rounds)
    ]
    return Figure(
        id="trend",
        title=title,
        finding=_trend_finding(series, targets),
        json=trend_chart(
            str(title),
            rounds,
            series,
            target=targets if has_target else (),
            band=edges if has_target else None,
        ),
        columns=tuple(columns),
        rows=tuple(rows),
        url=url,
        url_label=_("Definition sheet of the indicator"),
    )


def _trend_finding(series: Mapping[str, Sequence[Decimal | None]], targets: Sequence[Decimal | None]) -> Message:
    group, values = next(iter(series.items()))
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if not known:
        group, known = next(
            (one, [(n, v) for n, v in enumerate(row) if v is not None])
            for one, row in series.items()
            if any(v is not None for v in row)
        )
    (_first_place, first), (place, last) = known[0], known[-1]
    if len(known) == 1:
        return _("%(group)s reached %(last)s; a trend begins with the second round.", group=group, last=bare(last))
    facts = {"group": group, "first": bare(first), "last": bare(last)}
    target = targets[place]
    if target is None:
        return _("%(group)s went from %(first)s to %(last)s; no target was set.", **facts)
    return _("%(group)s went from %(first)s to %(last)s; the target was %(target)s.", **facts, target=bare(target))


def _part(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else value * factor


def _shown(value: Decimal | None) -> str | None:
    return None if value is None else bare(value)
