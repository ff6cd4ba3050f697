"""교훈: what did not work, and what to do next time; for everybody to find."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.forms import clean_text
from app.core.web import actor
from app.innovation.enums import ObstacleKind
from app.innovation.queries import lessons as queries
from app.innovation.queries.lessons import LessonFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url, record_id
from app.organization.queries import departments_on

YEARS = 10


@bp.get("/lessons")
def list_lessons() -> ResponseReturnValue:
    """Show lessons, narrowed by words, department, kind of obstacle and year in the address."""
    wanted = wanted_lessons()
    page = queries.list_lessons(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/lessons/list.html",
        page=page,
        wanted=wanted,
        departments=departments_on(),
        kinds=ObstacleKind,
        years=_years(),
        next_url=page_url("innovation.list_lessons", page.next_cursor),
        first_url=first_url("innovation.list_lessons"),
    )


def wanted_lessons() -> LessonFilter:
    """Return the filters in the address."""
    year = record_id("year")
    return LessonFilter(
        words=clean_text(request.args.get("words"))[:100],
        department_id=record_id("department"),
        kind=member(ObstacleKind, "kind"),
        year=year if year in _years() else None,
    )


def _years() -> range:
    this_year = clock.today().year
    return range(this_year, this_year - YEARS, -1)


@bp.get("/lessons/<int:lesson_id>")
def show_lesson(lesson_id: int) -> ResponseReturnValue:
    """Show one lesson."""
    return render_template("innovation/lessons/show.html", lesson=queries.lesson_or_404(lesson_id, actor()))
