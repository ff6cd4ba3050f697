"""자료원: what the product counts by itself, in general and for one department of a round."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.readings import ReadRow
from app.core.web import actor
from app.evaluation import policy, sources
from app.evaluation.enums import Permission
from app.evaluation.queries.measures import member_or_404
from app.evaluation.queries.named_sources import figures_of, source_rows
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.source_pictures import live_pictures, pictures_of
from app.evaluation.routes import bp


@bp.get("/indicators/sources")
def list_sources() -> ResponseReturnValue:
    """List every source with what it counts; for the control tower also its present figure of each department."""
    may_see = policy.allows(Permission.RESULTS_PREVIEW, actor())
    asked = request.args.get("source", "")
    chosen = asked if may_see and asked in sources.names() else None
    today = clock.today()
    start = today.replace(month=1, day=1)
    return render_template(
        "evaluation/sources/list.html",
        rows=source_rows(),
        chosen=chosen,
        chosen_label=sources.label_of(chosen) if chosen else None,
        figures=figures_of(chosen, start, today) if chosen else [],
        days=(start, today),
        may_see=may_see,
    )


@bp.get("/rounds/<int:round_id>/departments/<int:department_id>/sources")
def show_source_pictures(round_id: int, department_id: int) -> ResponseReturnValue:
    """Show what was counted of a department, row by row: as it stands, or as it was kept when measuring closed."""
    record = round_or_404(round_id)
    member = member_or_404(record, department_id, actor())
    kept = pictures_of(record.id, member.department_id)
    return render_template(
        "evaluation/sources/pictures.html",
        record=record,
        member=member,
        pictures=kept or live_pictures(record, member),
        is_kept=bool(kept),
        kind_of=sources.kind_of,
        url_of=_url_of,
    )


def _url_of(row: ReadRow) -> str | None:
    """The page of a row; whoever may not read it is told so there."""
    kind = sources.kind_of(row.kind)
    values: dict[str, Any] = {kind.parameter: row.id}
    return url_for(kind.endpoint, **values) if kind.endpoint else None
