"""대외 공개 범위: ticked by the control tower."""

from dataclasses import asdict

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.events import publish
from app.evaluation import policy
from app.evaluation.appeal_events import PublicShowingSet
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound, PublicShowing
from app.evaluation.queries.public_showings import showing_of
from app.evaluation.rules.public_showings import Showing, check_showing


def set_showing(*, actor: Actor, record: EvaluationRound, showing: Showing) -> None:
    """Say what everybody may read of a round once it is released. The same again changes nothing."""
    policy.require(Permission.APPEAL_TERMS, actor)
    check_showing(showing)
    if showing == showing_of(record.id):
        return
    db.session.add(PublicShowing(round_id=record.id, set_by_id=actor.id, set_at=clock.now(), **asdict(showing)))
    db.session.flush()
    publish(PublicShowingSet(actor_id=actor.id, round_id=record.id, shown=showing.ticked))
