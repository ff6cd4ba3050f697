"""전략체계도: linking what leads to what."""

from sqlalchemy import delete, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Missing
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import ObjectivesLinked, ObjectivesUnlinked
from app.evaluation.models import Objective, ObjectiveLink
from app.evaluation.rules.strategy_maps import check_link


def link_objectives(*, actor: Actor | None, cause_id: int, effect_id: int, note: str) -> ObjectiveLink:
    """Say that an objective helps another one, and how. Raises Refused for a circle, which it names."""
    policy.require(Permission.SCORECARD_EDIT, actor)
    # Two links at the same moment could close a circle together: everybody waits for the same rows first.
    statement = select(Objective).order_by(Objective.id).with_for_update()
    names = {row.id: row.name for row in db.session.scalars(statement)}
    if cause_id not in names or effect_id not in names:
        raise Missing(_("There is no such objective."))
    links = {(cause, effect) for cause, effect in db.session.execute(_LINKS)}
    check_link(links, (cause_id, effect_id), names)
    row = ObjectiveLink(
        cause_id=cause_id,
        effect_id=effect_id,
        note=note,
        made_by_id=actor.id if actor else None,
        made_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        ObjectivesLinked(
            actor_id=row.made_by_id,
            objective_link_id=row.id,
            cause_id=cause_id,
            effect_id=effect_id,
            note=FreeText(note),
        )
    )
    return row


_LINKS = select(ObjectiveLink.cause_id, ObjectiveLink.effect_id)


def link_or_404(link_id: int) -> ObjectiveLink:
    """Return a link of the map. Raises Missing."""
    found = db.session.get(ObjectiveLink, link_id)
    if found is None:
        raise Missing(_("There is no such link."))
    return found


def unlink_objectives(*, actor: Actor | None, link: ObjectiveLink, reason: str) -> None:
    """Take a link off the map; the audit log keeps that it was there. Raises Conflict where somebody was faster."""
    policy.require(Permission.SCORECARD_EDIT, actor)
    gone = ObjectivesUnlinked(
        actor_id=actor.id if actor else None,
        objective_link_id=link.id,
        cause_id=link.cause_id,
        effect_id=link.effect_id,
        reason=FreeText(reason),
    )
    result = db.session.execute(
        delete(ObjectiveLink).where(ObjectiveLink.id == link.id).returning(ObjectiveLink.id)
    ).all()
    if not result:
        raise Conflict(_("The link is gone already."))
    publish(gone)
