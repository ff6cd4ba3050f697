"""What a dashboard can be narrowed to: rounds, bureaus, peer groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.evaluation.models import EvaluationRound
from app.organization.enums import DepartmentKind
from app.organization.models import PeerGroup
from app.organization.queries import Unit, departments_on, peer_groups
from app.reports.queries.rounds import visible_to

MOST_ROUNDS = 20


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Units and groups of today; rounds as (id, name), the latest first."""

    bureaus: Sequence[Unit]
    groups: Sequence[PeerGroup]
    rounds: Sequence[tuple[int, str]]


def choices_for(actor: Actor) -> Choices:
    """Return what the reader may choose from: three statements."""
    units = departments_on(with_bureaus=True)
    statement = (
        select(EvaluationRound.id, EvaluationRound.name)
        .where(visible_to(actor))
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(MOST_ROUNDS)
    )
    return Choices(
        bureaus=[unit for unit in units if unit.kind is DepartmentKind.BUREAU],
        groups=peer_groups(),
        rounds=[(row.id, row.name) for row in db.session.execute(statement)],
    )
