"""장애요인 현황판."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.forms import clean_text
from app.core.messages import _
from app.core.web import actor
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleState
from app.innovation.enums.permissions import Permission
from app.innovation.policy import POLICY
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacle_requests import words_of_offices
from app.innovation.queries.obstacles import ObstacleFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id
from app.innovation.routes.units import units_to_choose

AGES = (
    ("0-7", _("up to 7 days")),
    ("8-14", _("8 to 14 days")),
    ("15-30", _("15 to 30 days")),
    ("31-", _("over 30 days")),
)


def _age(typed: str) -> tuple[int, int | None] | None:
    """Return the days an age of the filter lies between, None where it is none of them."""
    if typed not in {code for code, _label in AGES}:
        return None
    least, _dash, most = typed.partition("-")
    return int(least), int(most) if most else None


def wanted_obstacles() -> ObstacleFilter:
    """Return the filters in the address."""
    return ObstacleFilter(
        level=member(ObstacleLevel, "level"),
        state=member(ObstacleState, "state"),
        kind=member(ObstacleKind, "kind"),
        department_id=record_id("department"),
        asked_department_id=record_id("asked"),
        bureau_id=record_id("bureau"),
        group_id=record_id("group"),
        age=_age(request.args.get("age", "")),
        recurrence=request.args.get("recurrence") or None,
        words=clean_text(request.args.get("words"))[:100],
        late=is_ticked("late"),
        with_settled=is_ticked("settled"),
    )


@bp.get("/obstacles")
def list_obstacles() -> ResponseReturnValue:
    """Show what stands in the way: who is asked, for how many days, and who keeps their word."""
    wanted = wanted_obstacles()
    page = queries.list_obstacles(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/obstacles/list.html",
        page=page,
        wanted=wanted,
        summary=queries.wall_summary(actor()),
        words=words_of_offices(actor()),
        **units_to_choose(),
        ages=AGES,
        age=request.args.get("age", ""),
        vocabularies={"level": ObstacleLevel, "state": ObstacleState, "kind": ObstacleKind},
        next_url=page_url("innovation.list_obstacles", page.next_cursor),
        first_url=first_url("innovation.list_obstacles"),
        may_report=allows(POLICY, Permission.OBSTACLE_REPORT, actor()),
    )
