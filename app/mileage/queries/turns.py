"""내 차례: what mileage asks of the actor, and what the actor waits for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select

from app.core.access import Actor, Role
from app.core.database import db
from app.core.messages import Message, _
from app.core.turns import Turn
from app.mileage.enums import ClaimState
from app.mileage.models import Claim
from app.mileage.queries.claims import to_confirm, to_verify

MOST = 20

_CONFIRM = _("Confirm a mileage claim")
_VERIFY = _("Verify a mileage claim")
_REWORK = _("Mend a returned mileage claim")
_AT_HEAD = _("Mileage claim waits for the department head")
_AT_TOWER = _("Mileage claim waits for the control tower")


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return what the actor must decide or mend, oldest first, at most 20 of each."""
    turns = _turns(_REWORK, (Claim.claimant_id == actor.id) & (Claim.state == ClaimState.RETURNED))
    if actor.headed_department_ids:
        turns += _turns(_CONFIRM, to_confirm(actor))
    if actor.has(Role.CONTROL_TOWER):
        turns += _turns(_VERIFY, to_verify(actor))
    return turns


def awaited_by(actor: Actor) -> Sequence[Turn]:
    """Return the actor's own claims that wait for others, oldest first."""
    waits = Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED))
    statement = _statement((Claim.claimant_id == actor.id) & waits)
    return [
        _turn(_AT_HEAD if row.state is ClaimState.SUBMITTED and not row.skips_head else _AT_TOWER, row)
        for row in db.session.scalars(statement)
    ]


def _turns(what: Message, where: ColumnElement[bool]) -> list[Turn]:
    return [_turn(what, claim) for claim in db.session.scalars(_statement(where))]


def _statement(where: ColumnElement[bool]) -> Select[Claim]:
    return select(Claim).where(where).order_by(Claim.submitted_at, Claim.id).limit(MOST)


def _turn(what: Message, claim: Claim) -> Turn:
    since = claim.returned_at if claim.state is ClaimState.RETURNED else claim.confirmed_at or claim.submitted_at
    return Turn(what=what, title=claim.title, endpoint="mileage.show_claim", params={"claim_id": claim.id}, since=since)
