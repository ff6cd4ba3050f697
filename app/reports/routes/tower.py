"""컨트롤타워 현황."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.numbers import whole_number
from app.core.web import actor
from app.innovation.queries.obstacle_requests import words_of_offices
from app.innovation.queries.obstacles import wall_summary
from app.reports import figures
from app.reports.links import url_or_none
from app.reports.queries.tower import evaluation, mileage, obstacles, reporting
from app.reports.routes import bp

STILL_DAYS = 30
CHOICES = (14, 30, 60, 90, 180)


@bp.get("/reports/control-tower")
def show_control_tower() -> ResponseReturnValue:
    """Show what stands still, what is late and how far scoring is."""
    days = _days()
    overdue = reporting.overdue_reports(actor())
    stays = reporting.stays(actor())
    progress = evaluation.scoring_progress()
    grades = evaluation.grade_distribution()
    participation = mileage.participation_by_department()
    by_department = reporting.by_department(overdue)
    levels = obstacles.ages_by_level(actor())
    return render_template(
        "reports/tower/show.html",
        days=days,
        day_choices=CHOICES,
        links=_links(progress.round_id if progress else None),
        overdue=overdue,
        still=reporting.standing_still(stays, days),
        summary=wall_summary(actor()),
        words=words_of_offices(actor()),
        progress=progress,
        grades=grades,
        levels=levels,
        overdue_figure=figures.overdue_figure(by_department) if by_department else None,
        stages_figure=figures.stages_figure(reporting.stage_counts(stays, days), days) if stays else None,
        obstacles_figure=figures.obstacles_figure(levels) if any(level.total for level in levels) else None,
        scoring_figure=figures.scoring_figure(progress) if progress and progress.evaluators else None,
        grades_figure=figures.grades_figure(grades) if grades and grades.grades else None,
        mileage_figure=figures.participation_figure(participation) if participation else None,
    )


def _links(round_id: int | None) -> dict[str, str | None]:
    """Return the addresses of the lists behind the figures; that of a task without its id."""
    task = url_or_none("innovation.show_task", task_id=0)
    return {
        "task": task.removesuffix("0") if task else None,
        "overdue": url_or_none("innovation.list_overdue_reports"),
        "lessons": url_or_none("innovation.list_lessons"),
        "board": url_or_none("innovation.show_board", view="table"),
        "obstacles": url_or_none("innovation.list_obstacles"),
        "scoring": url_or_none("evaluation.show_round", round_id=round_id) if round_id else None,
        "mileage": url_or_none("mileage.show_board"),
    }


def _days() -> int:
    typed = request.args.get("days", default=STILL_DAYS, type=whole_number)
    return typed if typed in CHOICES else STILL_DAYS
