"""부서 한 장: everything one department did in a year; each part needs one or two statements."""

from app.reports.queries.departments.listing import DepartmentRow, department_or_404, departments_shown_to
from app.reports.queries.departments.outcome import (
    SheetMileage,
    SheetScore,
    department_account_id,
    mileage_of,
    scores_of,
)
from app.reports.queries.departments.work import (
    ReportCounts,
    SheetObstacle,
    SheetSlogan,
    SheetTask,
    Waiver,
    obstacles_of,
    report_counts,
    slogan_of,
    tasks_of,
)

__all__ = [
    "DepartmentRow",
    "ReportCounts",
    "SheetMileage",
    "SheetObstacle",
    "SheetScore",
    "SheetSlogan",
    "SheetTask",
    "Waiver",
    "department_account_id",
    "department_or_404",
    "departments_shown_to",
    "mileage_of",
    "obstacles_of",
    "report_counts",
    "scores_of",
    "slogan_of",
    "tasks_of",
]
