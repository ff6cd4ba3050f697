"""장애요인 현황판."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.charts import bar_chart
from app.core.messages import _
from app.core.web import actor
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleState
from app.innovation.enums.permissions import Permission
from app.innovation.policy import POLICY
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacles import Blocker, ObstacleFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id
from app.organization.queries import departments_on


@bp.get("/obstacles")
def list_obstacles() -> ResponseReturnValue:
    """Show what stands in the way: who is asked, for how many days, and what recurs over departments."""
    wanted = ObstacleFilter(
        level=member(ObstacleLevel, "level"),
        state=member(ObstacleState, "state"),
        kind=member(ObstacleKind, "kind"),
        department_id=record_id("department"),
        asked_department_id=record_id("asked"),
        recurrence=request.args.get("recurrence") or None,
        late=is_ticked("late"),
        with_settled=is_ticked("settled"),
    )
    page = queries.list_obstacles(actor(), wanted, request.args.get("cursor"))
    summary = queries.wall_summary(actor())
    return render_template(
        "innovation/obstacles/list.html",
        page=page,
        wanted=wanted,
        summary=summary,
        figure=_figure(summary.blockers),
        departments=departments_on(),
        vocabularies={"level": ObstacleLevel, "state": ObstacleState, "kind": ObstacleKind},
        next_url=page_url("innovation.list_obstacles", page.next_cursor),
        first_url=first_url("innovation.list_obstacles"),
        may_report=allows(POLICY, Permission.OBSTACLE_REPORT, actor()),
    )


def _figure(blockers: Sequence[Blocker]) -> str:
    labels = [f"{blocker.kind.label} · {blocker.asked}" for blocker in blockers]
    title = str(_("What stops several departments"))
    return bar_chart(title, labels, [blocker.departments for blocker in blockers], sideways=True)
