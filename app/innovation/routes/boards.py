"""보드: the six stages as columns or as a table."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import Actor, Role
from app.core.values import Value
from app.core.web import actor
from app.innovation.enums import Stage, TaskField, TaskKind, TaskState
from app.innovation.queries import boards as queries
from app.innovation.queries.boards import CARDS, TaskFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import days_of_standing, first_url, is_ticked, member, page_url, record_id
from app.innovation.routes.units import units_to_choose


@bp.get("/tasks")
def show_board() -> ResponseReturnValue:
    """Show the board, or with `?view=table` the same tasks as a table with filters."""
    if request.args.get("view") == "table":
        return _table()
    return render_template(
        "innovation/tasks/board.html",
        columns=queries.board(actor()),
        most=CARDS,
        may_frame=may_frame(actor()),
        may_watch=may_watch(actor()),
    )


def _table() -> str:
    wanted = wanted_tasks()
    page = queries.list_tasks(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/tasks/table.html",
        page=page,
        wanted=wanted,
        **units_to_choose(),
        vocabularies={"stage": Stage, "state": TaskState, "kind": TaskKind, "field": TaskField, "value": Value},
        next_url=page_url("innovation.show_board", page.next_cursor),
        first_url=first_url("innovation.show_board"),
        may_frame=may_frame(actor()),
        may_watch=may_watch(actor()),
    )


def wanted_tasks() -> TaskFilter:
    """Return the filters in the address."""
    return TaskFilter(
        stage=member(Stage, "stage"),
        state=member(TaskState, "state"),
        kind=member(TaskKind, "kind"),
        field=member(TaskField, "field"),
        value=member(Value, "value"),
        department_id=record_id("department"),
        bureau_id=record_id("bureau"),
        group_id=record_id("group"),
        still=days_of_standing("still"),
        mine=is_ticked("mine"),
    )


def may_frame(who: Actor) -> bool:
    """Whether the actor may set a task for some department."""
    return any(who.has(role) for role in (Role.CONTROL_TOWER, Role.HEAD, Role.COORDINATOR))


def may_watch(who: Actor) -> bool:
    """Whether the list of overdue reports is offered: to those who have to press for them, and to auditors."""
    return any(who.has(role) for role in (Role.CONTROL_TOWER, Role.HEAD, Role.AUDITOR))
