"""공개 결과: two pages without sign-in. They show what the office ticked, and no person."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app.core.visits import Visits
from app.core.web import address
from app.evaluation.queries.public_showings import public_rounds
from app.reports.queries.public_results import public_page
from app.reports.routes import bp

MOST_VISITS, SECONDS = 120, 60


@bp.get("/public/results")
def list_public_results() -> ResponseReturnValue:
    """List the rounds the public may read something of."""
    _visits().count(address())
    return render_template("reports/public/list.html", rows=public_rounds())


@bp.get("/public/results/<int:round_id>")
def show_public_result(round_id: int) -> ResponseReturnValue:
    """Show what the public may read of a round."""
    _visits().count(address())
    return render_template("reports/public/show.html", page=public_page(round_id))


def _visits() -> Visits:
    visits: Visits = current_app.extensions.setdefault("opum_visits", Visits(MOST_VISITS, SECONDS))
    return visits
