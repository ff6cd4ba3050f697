"""민원처리기록: single records for those who answer for them."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.web import actor
from app.voice.queries import handling_figures as figures
from app.voice.queries.handling_records import Wanted, record_or_404, records_page
from app.voice.routes import bp
from app.voice.routes.handling_figures import wanted_scope


def wanted_records() -> Wanted:
    """Return which records the address asks for."""
    scope = wanted_scope(figures.years_with_records())
    return Wanted(scope.year, scope.department_id, scope.affair_id, late=request.args.get("late") == "1")


@bp.get("/voice/handling/records")
def list_handling_records() -> ResponseReturnValue:
    """List the records the reader may see, the latest completion first."""
    wanted = wanted_records()
    page = records_page(wanted, actor(), request.args.get("cursor"))
    filters: dict[str, Any] = {
        "year": wanted.year,
        "department": wanted.department_id,
        "affair": wanted.affair_id,
        "late": "1" if wanted.late else None,
    }
    following = (
        url_for(".list_handling_records", cursor=page.next_cursor, **filters) if page.next_cursor is not None else None
    )
    return render_template(
        "voice/handling/records.html",
        wanted=wanted,
        rows=page.rows,
        next_url=following,
        departments=figures.departments_in(wanted.year),
    )


@bp.get("/voice/handling/records/<int:record_id>")
def show_handling_record(record_id: int) -> ResponseReturnValue:
    """Show one record and how its times follow from the law."""
    shown = record_or_404(record_id, actor())
    stretches = [[datetime.fromisoformat(end) for end in pair] for pair in shown.record.not_counted or ()]
    return render_template("voice/handling/record.html", shown=shown, stretches=stretches)
