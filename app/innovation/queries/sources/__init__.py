"""What indicators read from innovation: figures per department over days, both included, with the rows behind them.

A count of nothing is 0. A share or mean of nothing does not exist: such a department has no figure, because missing is
never zero.
"""

from collections.abc import Mapping

from app.core.messages import _
from app.core.readings import NamedSource, RowKind, RowKinds
from app.innovation.queries.sources.contests import contest_awards, contest_entries
from app.innovation.queries.sources.issues import ideas_answered_in_time
from app.innovation.queries.sources.obstacles import removed_obstacles
from app.innovation.queries.sources.reports import approved_reports, on_time_report_share, overdue_reports
from app.innovation.queries.sources.slogans import slogan_panel_score, slogan_practice
from app.innovation.queries.sources.tasks import STAGE_DAYS, closed_tasks, spread_results

__all__ = [
    "KINDS",
    "SOURCES",
    "approved_reports",
    "closed_tasks",
    "contest_awards",
    "contest_entries",
    "ideas_answered_in_time",
    "on_time_report_share",
    "overdue_reports",
    "removed_obstacles",
    "slogan_panel_score",
    "slogan_practice",
    "spread_results",
]

SOURCES: Mapping[str, NamedSource] = {
    "innovation.closed_tasks": closed_tasks,
    **STAGE_DAYS,
    "innovation.spread_results": spread_results,
    "innovation.removed_obstacles": removed_obstacles,
    "innovation.approved_reports": approved_reports,
    "innovation.on_time_report_share": on_time_report_share,
    "innovation.overdue_reports": overdue_reports,
    "innovation.ideas_answered_in_time": ideas_answered_in_time,
    "innovation.slogan_practice": slogan_practice,
    "innovation.slogan_panel_score": slogan_panel_score,
    "innovation.contest_awards": contest_awards,
    "innovation.contest_entries": contest_entries,
}
"""By name, in the order in which they are read."""

KINDS: RowKinds = {
    "task": RowKind(label=_("Innovation task"), endpoint="innovation.show_task", parameter="task_id"),
    "spread": RowKind(label=_("Result put to work")),
    "obstacle": RowKind(label=_("Obstacle"), endpoint="innovation.show_obstacle", parameter="obstacle_id"),
    "report": RowKind(label=_("Progress report"), endpoint="innovation.show_report", parameter="report_id"),
    "report_period": RowKind(label=_("Period of a progress report")),
    "issue": RowKind(label=_("Issue or idea"), endpoint="innovation.show_issue", parameter="issue_id"),
    "slogan": RowKind(label=_("Slogan"), endpoint="innovation.show_slogan", parameter="slogan_id"),
    "contest": RowKind(label=_("Contest"), endpoint="innovation.show_contest", parameter="contest_id"),
}
