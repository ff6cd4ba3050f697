"""내 차례: what mileage asks of the actor, and what the actor waits for."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import AnyColumn, Asked, lines_of
from app.mileage.enums import ClaimState
from app.mileage.models import Claim
from app.mileage.queries.claim_panels import to_vote
from app.mileage.queries.claims import (
    has_free_head,
    to_confirm,
    to_confirm_as_deputy,
    to_verify,
    to_verify_as_deputy,
)

_CONFIRM = _("Confirm a mileage claim")
_VERIFY = _("Verify a mileage claim")
_CONFIRM_FOR = _("Confirm a mileage claim as deputy")
_VERIFY_FOR = _("Verify a mileage claim as deputy")
_VOTE = _("Vote about a mileage claim")
_REWORK = _("Mend a returned mileage claim")
_AT_HEAD = _("Mileage claim waits for the department head")
_AT_TOWER = _("Mileage claim waits for the control tower")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must decide or mend."""
    returned = (Claim.claimant_id == actor.id) & (Claim.state == ClaimState.RETURNED)
    kinds = [_claims(_REWORK, returned, since=Claim.returned_at)]
    if actor.headed_department_ids or actor.has(Role.CONTROL_TOWER):
        kinds.append(_claims(_CONFIRM, to_confirm(actor)))
    if actor.has(Role.CONTROL_TOWER):
        kinds.append(_claims(_VERIFY, to_verify(actor)))
    return [
        *kinds,
        _claims(_CONFIRM_FOR, to_confirm_as_deputy(actor)),
        _claims(_VERIFY_FOR, to_verify_as_deputy(actor)),
        _claims(_VOTE, to_vote(actor)),
    ]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own claims that wait for others."""
    mine = Claim.claimant_id == actor.id
    submitted = and_(mine, Claim.state == ClaimState.SUBMITTED)
    at_head = and_(submitted, ~Claim.skips_head, has_free_head())
    confirmed = and_(mine, Claim.state == ClaimState.CONFIRMED)
    at_tower = or_(confirmed, and_(submitted, or_(Claim.skips_head, ~has_free_head())))
    return [_claims(_AT_HEAD, at_head), _claims(_AT_TOWER, at_tower)]


def _claims(what: Message, where: ColumnElement[bool], *, since: AnyColumn | None = None) -> Asked:
    handed_on = func.coalesce(Claim.confirmed_at, Claim.submitted_at, type_=Claim.submitted_at.type)
    lines = lines_of(Claim.id, Claim.title, since=handed_on if since is None else since).where(where)
    return Asked(what=what, endpoint="mileage.show_claim", param="claim_id", lines=lines)
