"""결합점수: combining published rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Refused
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, RoundingMode
from app.evaluation.events import CombinationMade
from app.evaluation.models import Combination, CombinationPart, EvaluationRound, Publication
from app.evaluation.queries.releases import released
from app.evaluation.rules.composition import check_combination


@dataclass(frozen=True, kw_only=True)
class CombinationDraft:
    """A name, how the figure is rounded, and (round id, weight) pairs whose weights sum to 1."""

    name: str
    digits: int
    rounding: RoundingMode
    parts: Sequence[tuple[int, Decimal]]


def combine_rounds(*, actor: Actor, draft: CombinationDraft) -> Combination:
    """Keep a combination. Raises Refused for weights that do not sum to 1, a round twice or one without results."""
    policy.require(Permission.RESULTS_PUBLISH, actor)
    check_combination([weight for _round, weight in draft.parts])
    ids = [round_id for round_id, _weight in draft.parts]
    if len(set(ids)) < len(ids):
        raise Refused(_("A round appears twice in the combination."))
    found = {row.id: row for row in db.session.scalars(select(EvaluationRound).where(EvaluationRound.id.in_(ids)))}
    seen = set(db.session.scalars(select(Publication.round_id).where(Publication.round_id.in_(ids), released())))
    if any(round_id not in found or round_id not in seen for round_id in ids):
        raise Refused(_("Only rounds whose results are published can be combined."))
    if db.session.scalar(select(Combination.id).where(Combination.name == draft.name)) is not None:
        raise Conflict(_("There is already a combined score called “%(name)s”.", name=draft.name))
    row = Combination(
        name=draft.name,
        digits=draft.digits,
        rounding=draft.rounding,
        created_by_id=actor.id,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(
        CombinationPart(combination_id=row.id, round_id=round_id, weight=weight, position=position)
        for position, (round_id, weight) in enumerate(draft.parts)
    )
    db.session.flush()
    publish(
        CombinationMade(
            actor_id=actor.id,
            combination_id=row.id,
            parts=tuple(f"{found[round_id].code}: {format(weight, 'f')}" for round_id, weight in draft.parts),
            digits=row.digits,
            rounding=row.rounding.value,
        )
    )
    return row
