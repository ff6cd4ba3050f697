"""부서 현황판."""

from itertools import groupby
from operator import attrgetter

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.web import actor
from app.mileage.queries.board import board_of, most_improved
from app.mileage.routes import bp


@bp.get("/mileage/board")
def show_board() -> ResponseReturnValue:
    """Show the departments of this year in bands, inside their peer groups."""
    today = clock.today()
    rows = board_of(today.year, today)
    groups = [(name, list(members)) for name, members in groupby(rows, key=attrgetter("group"))]
    return render_template(
        "mileage/board/show.html",
        groups=groups,
        year=today.year,
        improved=most_improved(rows),
        own_ids={actor().department_id},
    )
