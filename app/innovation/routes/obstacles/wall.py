"""장애요인 현황판."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.forms import clean_text
from app.core.web import actor
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleState
from app.innovation.enums.permissions import Permission
from app.innovation.policy import POLICY
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacle_requests import words_of_offices
from app.innovation.queries.obstacles import ObstacleFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id
from app.organization.queries import departments_on


@bp.get("/obstacles")
def list_obstacles() -> ResponseReturnValue:
    """Show what stands in the way: who is asked, for how many days, and who keeps their word."""
    wanted = ObstacleFilter(
        level=member(ObstacleLevel, "level"),
        state=member(ObstacleState, "state"),
        kind=member(ObstacleKind, "kind"),
        department_id=record_id("department"),
        asked_department_id=record_id("asked"),
        recurrence=request.args.get("recurrence") or None,
        words=clean_text(request.args.get("words"))[:100],
        late=is_ticked("late"),
        with_settled=is_ticked("settled"),
    )
    page = queries.list_obstacles(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/obstacles/list.html",
        page=page,
        wanted=wanted,
        summary=queries.wall_summary(actor()),
        words=words_of_offices(actor()),
        departments=departments_on(),
        vocabularies={"level": ObstacleLevel, "state": ObstacleState, "kind": ObstacleKind},
        next_url=page_url("innovation.list_obstacles", page.next_cursor),
        first_url=first_url("innovation.list_obstacles"),
        may_report=allows(POLICY, Permission.OBSTACLE_REPORT, actor()),
    )
