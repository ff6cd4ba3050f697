"""반복 장애요인."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.charts import bar_chart
from app.core.messages import _
from app.core.web import actor
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacles import Blocker, BlockerFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import record_id
from app.organization.queries import bureaus

YEARS = 5
FIRST_YEAR, LAST_YEAR = 1000, 9000
"""Years a calendar can count from."""


@bp.get("/obstacles/blockers")
def list_blockers() -> ResponseReturnValue:
    """Show the ten obstacles that recur in the most departments."""
    this_year, wanted = clock.today().year, wanted_blockers()
    found = queries.blockers(actor(), wanted)
    return render_template(
        "innovation/obstacles/blockers.html",
        found=found,
        wanted=wanted,
        figure=_figure(found.groups) if found.groups else None,
        years=range(this_year, this_year - YEARS, -1),
        bureaus=bureaus(),
    )


def wanted_blockers() -> BlockerFilter:
    """Return the filters in the address."""
    year = record_id("year")
    return BlockerFilter(year=year if year and FIRST_YEAR <= year <= LAST_YEAR else None, bureau_id=record_id("bureau"))


def _figure(groups: Sequence[Blocker]) -> str:
    labels = [f"{group.kind.label} · {group.common}" for group in groups]
    title = str(_("Departments stopped by the same obstacle"))
    return bar_chart(title, labels, [len(group.departments) for group in groups], sideways=True)
