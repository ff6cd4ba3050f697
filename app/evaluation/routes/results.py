"""결과."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Missing
from app.core.i18n import format_moment
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.snapshots import to_plain
from app.core.web import actor
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound
from app.evaluation.queries import results as queries
from app.evaluation.queries.results import Origin
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services.publications import snapshot
from app.evaluation.services.scoring import compute_round


@bp.get("/rounds/<int:round_id>/results")
def list_results(round_id: int) -> ResponseReturnValue:
    """Show the results per peer group: all of them, or those of the own department."""
    record = round_or_404(round_id)
    content, origin = _content(record)
    views = queries.department_views(content, origin)
    if not policy.allows(Permission.RESULTS_READ_ALL, actor()):
        views = [view for view in views if view.department_id == actor().department_id]
    groups = {view.peer_group_id: view.peer_group for view in views}
    chosen = request.args.get("group", type=whole_number)
    own = next((view.peer_group_id for view in views if view.department_id == actor().department_id), None)
    group_id = chosen if chosen in groups else own or next(iter(groups), None)
    shown = [view for view in views if view.peer_group_id == group_id]
    return render_template(
        "evaluation/results/list.html",
        record=record,
        views=shown,
        groups=groups,
        group_id=group_id,
        counts=queries.grade_counts(shown),
        origin=origin,
        sees_all=policy.allows(Permission.RESULTS_READ_ALL, actor()),
    )


@bp.get("/rounds/<int:round_id>/results/<int:department_id>")
def show_result(round_id: int, department_id: int) -> ResponseReturnValue:
    """Show every line of a department's result."""
    record = round_or_404(round_id)
    content, origin = _content(record)
    view = queries.department_view(content, department_id, origin)
    own = actor().department_id == department_id
    if view is None or not (own or policy.allows(Permission.RESULTS_READ_ALL, actor())):
        raise Missing(_("There is no such result."))
    return render_template("evaluation/results/show.html", record=record, view=view, origin=origin)


def _content(record: EvaluationRound) -> tuple[Mapping[str, Any], Origin]:
    """Return the newest publication, or before it, for those who may, what would be published now."""
    found = queries.publications_of(record.id)
    if found and phases.results_visible(record.phase):
        newest = found[0]
        origin = Origin(newest.published_by, format_moment(newest.published_at), newest.version)
        return queries.content_of(newest.id), origin
    if not policy.allows(Permission.RESULTS_PREVIEW, actor()):
        raise Missing(_("The results of this round are not published yet."))
    content: Any = to_plain(snapshot(record, compute_round(record), version=0, correction_reason=""))
    return content, Origin(_("Computed now, not published"), format_moment(clock.now()))
