"""공개."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing, Refused
from app.core.messages import _
from app.core.web import actor, require_recent_password
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.results import publications_of
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services import publications as services


@bp.get("/rounds/<int:round_id>/publications")
def list_publications(round_id: int) -> ResponseReturnValue:
    """Show the published versions of a round with their hashes, and the way to publish it."""
    record = round_or_404(round_id)
    may_publish = policy.allows(Permission.RESULTS_PUBLISH, actor())
    found = publications_of(record.id)
    if not found and not policy.allows(Permission.RESULTS_PREVIEW, actor()):
        raise Missing(_("The results of this round are not published yet."))
    return render_template(
        "evaluation/publications/list.html",
        record=record,
        versions=found,
        may_publish=may_publish and phases.may_publish(record.phase),
        **_previewed(record if may_publish and phases.may_publish(record.phase) else None),
    )


def _previewed(record: EvaluationRound | None) -> dict[str, Any]:
    """What would be published now, or why nothing can be."""
    if record is None:
        return {"preview": None, "obstacle": None}
    try:
        return {"preview": services.preview(record), "obstacle": None}
    except Refused as refusal:
        return {"preview": None, "obstacle": refusal.reason}


@bp.post("/rounds/<int:round_id>/publications")
def create_publication(round_id: int) -> ResponseReturnValue:
    """Publish the results of a round."""
    require_recent_password(back=url_for("evaluation.show_round", round_id=round_id))
    record = round_or_404(round_id)
    reason = request.form.get("reason", "").strip()[:2000]
    seen = request.form.get("sha256", "")
    services.publish_round(actor=actor(), record=record, reason=reason, seen_sha256=seen)
    flash(str(_("The results are published.")), "success")
    return redirect(url_for(".list_publications", round_id=round_id))
