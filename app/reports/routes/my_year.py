"""내 한 해: a calm page about the reader's own year."""

from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.web import actor
from app.innovation.enums import IssueState, TaskState
from app.reports import figures
from app.reports.links import ListLink, url_or_none
from app.reports.queries.dashboards import mileage, my_year
from app.reports.routes import bp
from app.reports.routes.scopes import years
from app.reports.routes.years import read_year


@bp.get("/reports/my-year")
def show_my_year() -> ResponseReturnValue:
    """Show the reader's ideas, tasks and points of a year, and what they led to; nobody else's."""
    who, read = actor(), read_year()
    ideas, months = my_year.ideas_by_state(who, read.year), mileage.own_months(who.id, read.year)
    tasks = my_year.tasks_in(who, read.year)
    ideas_list = ListLink(url_or_none("innovation.list_issues"), {"mine": "1", "year": str(read.year)})
    statement = ListLink(url_or_none("mileage.show_statement")).to(year=read.year)
    board = ListLink(url_or_none("innovation.show_board"), {"view": "table", "mine": "1"})
    return render_template(
        "reports/my_year/show.html",
        year=read.year,
        years=years(),
        wrong=read.wrong,
        idea_count=sum(ideas.values()),
        adopted_count=ideas.get(IssueState.ADOPTED, 0),
        ideas_url=ideas_list.to(),
        adopted_url=ideas_list.to(state=IssueState.ADOPTED.value),
        ideas_figure=figures.my_ideas_figure(ideas, read.year, ideas_list),
        tasks=tasks,
        active_count=len(tasks) if read.kept else sum(task.state is TaskState.ACTIVE for task in tasks),
        tasks_url=None if read.kept else board.to(state=TaskState.ACTIVE.value),
        points=sum((month.earned for month in months.values()), Decimal(0)),
        statement_url=statement,
        months_figure=figures.my_months_figure(months, read.year, statement),
        adopted=my_year.adopted_ideas(who, read.year),
        removed=my_year.removed_obstacles(who, read.year),
        urls={
            "issue": (url_or_none("innovation.show_issue", issue_id=0) or "").removesuffix("0"),
            "task": (url_or_none("innovation.show_task", task_id=0) or "").removesuffix("0"),
            "obstacle": (url_or_none("innovation.show_obstacle", obstacle_id=0) or "").removesuffix("0"),
            "new_issue": url_or_none("innovation.new_issue"),
        },
    )
