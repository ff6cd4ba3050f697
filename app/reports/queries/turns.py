"""내 차례: HR makes the incentive batch of a published round."""

from collections.abc import Sequence

from sqlalchemy import exists
from sqlalchemy.orm import aliased

from app.core.access import Actor, Role
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.evaluation.models import EvaluationRound, Publication
from app.reports.models import IncentiveBatch
from app.reports.queries.rounds import PUBLISHED


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the published rounds whose newest publication no batch was made from."""
    if not actor.has(Role.HR):
        return []
    later = aliased(Publication)
    superseded = exists().where(later.round_id == Publication.round_id, later.version > Publication.version)
    exported = exists().where(IncentiveBatch.publication_id == Publication.id)
    lines = (
        lines_of(Publication.id, EvaluationRound.name, since=Publication.published_at, second=EvaluationRound.code)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(EvaluationRound.phase.in_(PUBLISHED), ~superseded, ~exported)
    )
    what = _("Make the incentive batch of the published round")
    return [Asked(what=what, endpoint="reports.new_incentive_export", second="round_code", lines=lines)]


def awaited(_actor: Actor) -> Sequence[Asked]:
    """Return nothing: what reports need is published by others when they are ready."""
    return []
