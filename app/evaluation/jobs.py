"""Long work of evaluation: publishing a round with thousands of scores."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import url_for

from app.core.access import Actor
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.services.publications import publish_round
from app.jobs.work import JobKind, Run

PUBLICATION = "evaluation.publication"


def publish(run: Run) -> str:
    """Publish the round whose results the actor has seen: all of it in one transaction, or nothing."""
    given = run.arguments
    run.progress(0, None, _("Scores are reckoned and kept"))
    release = given["release_at"]
    publish_round(
        actor=run.actor,
        record=round_or_404(given["round_id"]),
        reason=given["reason"],
        seen_sha256=given["sha256"],
        release_at=datetime.fromisoformat(release) if release else None,
    )
    return str(_("The results are published."))


def may_publish(actor: Actor, _arguments: Mapping[str, Any]) -> bool:
    """Whether the actor may publish results."""
    return policy.allows(Permission.RESULTS_PUBLISH, actor)


def page_of_round(arguments: Mapping[str, Any]) -> str:
    """Return where the versions of the round are shown."""
    return url_for("evaluation.list_publications", round_id=arguments["round_id"])


JOBS = (
    JobKind(
        PUBLICATION,
        _("Publication of a round"),
        publish,
        may_publish,
        writes=True,
        page=page_of_round,
        password=True,
    ),
)
