"""What each part of the dashboard shows: reads, figures, and the lists behind them."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from flask import request

from app.core.access import Actor
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.values import Value
from app.innovation.queries.obstacle_requests import words_of_requests
from app.reports import figures
from app.reports.links import ListLink, url_or_none
from app.reports.queries.tower import evaluation, lead_times, mileage, obstacles, reporting, risks, scores, values
from app.reports.queries.tower.scope import Scope

Context = dict[str, Any]


class Part(NamedTuple):
    """A part of the dashboard: what it is called, and how its context is made."""

    title: Message
    template: str
    context: Callable[[Actor, Scope], Context]
    glance: Callable[[Actor, Scope], Context] | None = None
    """What of it comes with the page; None: nothing, all of it comes when the reader gets there."""


def tasks(who: Actor, scope: Scope) -> Context:
    """What is overdue, what stands still, how long the stages take."""
    durations = lead_times.lead_times(who, scope)
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table", **_shared(scope, with_value=True)})
    drawn = figures.lead_times_figure(durations, scope.year, board) if any(r.stays for r in durations) else None
    return {**tasks_at_a_glance(who, scope), "lead_figure": drawn}


def tasks_at_a_glance(who: Actor, scope: Scope) -> Context:
    """What is overdue and what stands still."""
    counts = reporting.overdue_counts(who, scope)
    stages = reporting.stage_counts(who, scope)
    shared = _shared(scope, with_value=True)
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table", **shared})
    late = ListLink(url_or_none("innovation.list_overdue_reports"), shared)
    return {
        "overdue": reporting.overdue_reports(who, scope) if counts else (),
        "overdue_count": sum(row.count for row in counts),
        "overdue_days": max((row.days for row in counts), default=0),
        "overdue_url": late.to(),
        "still": reporting.stays(who, scope.days, scope) if any(row.still for row in stages) else (),
        "still_count": sum(row.still for row in stages),
        "still_url": board.to(still=scope.days),
        "task_url": (url_or_none("innovation.show_task", task_id=0) or "").removesuffix("0"),
        "lessons_url": url_or_none("innovation.list_lessons"),
        "overdue_figure": figures.overdue_figure(counts, late) if counts else None,
        "stages_figure": (
            figures.stages_figure(stages, scope.days, board) if any(r.moving + r.still for r in stages) else None
        ),
    }


def obstacle_part(who: Actor, scope: Scope) -> Context:
    """Where obstacles lie and for how long, what causes them, and who keeps their word."""
    kinds, offices = obstacles.causes_by_kind(who, scope), obstacles.causes_by_asked(who, scope)
    wall = ListLink(url_or_none("innovation.list_obstacles"), _shared(scope))
    return {
        **obstacles_at_a_glance(who, scope),
        "kinds_figure": figures.kinds_figure(kinds, wall) if kinds.rows else None,
        "offices_figure": figures.offices_figure(offices, wall) if offices.rows else None,
    }


def obstacles_at_a_glance(who: Actor, scope: Scope) -> Context:
    """Where obstacles lie and for how long, and how promises are kept."""
    levels, words = obstacles.ages_by_level(who, scope), words_of_requests(who)
    wall = ListLink(url_or_none("innovation.list_obstacles"), _shared(scope))
    return {
        "open_obstacles": sum(level.total for level in levels),
        "late_obstacles": sum(level.late for level in levels),
        "words": words.offices,
        "level_words": words.levels,
        "requests_url": url_or_none("innovation.list_obstacle_requests"),
        "obstacles_figure": figures.obstacles_figure(levels, wall) if any(level.total for level in levels) else None,
    }


def evaluation_part(_who: Actor, scope: Scope) -> Context:
    """Scoring, grades, the spread of totals, and what is at risk."""
    progress, grades, found = (
        evaluation.scoring_progress(scope),
        evaluation.grade_distribution(scope),
        risks.risks(scope),
    )
    report = url_or_none("reports.show_round_report", round_id=grades.round_id) if grades else None
    behind = ListLink(url_or_none("evaluation.list_results", round_id=grades.round_id) if grades else None)
    scoring = ListLink(
        url_or_none("evaluation.show_scoring_progress", round_id=progress.round_id) if progress else None
    )
    outlook = ListLink(url_or_none("evaluation.show_outlook", round_id=found.round_id) if found else None)
    return {
        "grades": grades,
        "risks": found,
        "scoring_figure": figures.scoring_figure(progress, scoring) if progress and progress.evaluators else None,
        "grades_figure": figures.grades_figure(grades, report, behind) if grades and grades.grades else None,
        "spread_figure": figures.spread_figure(grades, report, behind) if grades else None,
        "risks_figure": figures.risks_figure(found, outlook) if found else None,
    }


def indicator_part(_who: Actor, scope: Scope) -> Context:
    """Perspectives of the last published round, and the trend of one indicator over the rounds."""
    rounds = scores.published_rounds(scope)
    if not rounds:
        return {"indicators": (), "radar": None, "trend": None, "chosen": None}
    last = rounds[-1]
    chosen = _indicator(last)
    return {
        "indicators": sorted(last.names.items(), key=lambda item: item[1]),
        "chosen": chosen,
        "radar": _radar(last),
        "trend": None if chosen is None else _trend(rounds, chosen),
    }


def _indicator(last: scores.PublishedRound) -> int | None:
    """The one asked for, or the one whose mean score lies lowest."""
    asked = request.args.get("indicator", type=whole_number)
    if asked in last.names:
        return asked
    lowest = min(last.scores.items(), key=lambda item: (item[1], item[0]), default=None)
    return lowest[0][0] if lowest else None


def _radar(last: scores.PublishedRound) -> figures.Figure | None:
    axes, means = scores.means_by_perspective(last)
    return figures.radar_figure(last.name, means, axes, ListLink(url_or_none("evaluation.list_indicators")))


def _trend(rounds: Any, chosen: int) -> figures.Figure | None:  # noqa: ANN401  a sequence of published rounds
    targets: dict[int, Decimal] = {}
    for target in scores.targets_of(chosen):
        targets.setdefault(target.round_id, target.target)
    groups = list(dict.fromkeys(group for one in rounds for group in one.groups if (chosen, group) in one.actuals))
    return figures.trend_figure(
        rounds[-1].names[chosen],
        [one.code for one in rounds],
        {group: [one.actuals.get((chosen, group)) for one in rounds] for group in groups},
        [targets.get(one.round_id) for one in rounds],
        url_or_none("evaluation.show_indicator", indicator_id=chosen),
    )


def value_part(who: Actor, scope: Scope) -> Context:
    """Which values are lived where, and who takes part in mileage."""
    found = values.value_counts(who, scope)
    wanted = [scope.value] if scope.value else list(Value)
    rows = mileage.participation_by_department(scope)
    carriers = ListLink(url_or_none("reports.list_value_carriers"), _shared(scope, with_value=True))
    shares = ListLink(url_or_none("reports.list_participation"), {**_shared(scope), "year": str(scope.year)})
    return {
        "values_figure": figures.values_figure(found, scope.year, wanted, carriers),
        "value_years_figure": figures.value_years_figure(found, wanted, carriers),
        "mileage_figure": (
            figures.participation_figure(rows, shares)
            if any(row.earners for row in rows) and any(row.percent is not None for row in rows)
            else None
        ),
    }


def _shared(scope: Scope, *, with_value: bool = False) -> dict[str, str]:
    """The filters of the dashboard that the list behind a figure knows too."""
    found = {"bureau": scope.bureau_id, "group": scope.group_id, "value": scope.value if with_value else None}
    return {name: str(value) for name, value in found.items() if value is not None}


PARTS: Mapping[str, Part] = {
    "tasks": Part(_("Reports and stages"), "reports/tower/_tasks.html", tasks, tasks_at_a_glance),
    "obstacles": Part(_("Obstacles"), "reports/tower/_obstacles.html", obstacle_part, obstacles_at_a_glance),
    "evaluation": Part(_("Evaluation"), "reports/tower/_evaluation.html", evaluation_part),
    "indicators": Part(_("Indicators"), "reports/tower/_indicators.html", indicator_part),
    "values": Part(_("Values and mileage"), "reports/tower/_values.html", value_part),
}
