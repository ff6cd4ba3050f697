"""공개 결과: two pages without sign-in. They show what the office ticked, and no person."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.visits import PUBLIC, count_visit
from app.core.web import address
from app.evaluation.queries.public_showings import public_rounds
from app.reports.queries.public_results import public_page
from app.reports.routes import bp


@bp.get("/public/results")
def list_public_results() -> ResponseReturnValue:
    """List the rounds the public may read something of."""
    count_visit(PUBLIC, address())
    return render_template("reports/public/list.html", rows=public_rounds())


@bp.get("/public/results/<int:round_id>")
def show_public_result(round_id: int) -> ResponseReturnValue:
    """Show what the public may read of a round."""
    count_visit(PUBLIC, address())
    return render_template("reports/public/show.html", page=public_page(round_id))
