"""슬로건 승인과 반려."""

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state
from app.core.events import FreeText, publish
from app.innovation.enums import SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.events import SloganApproved, SloganReturned
from app.innovation.models import Slogan
from app.innovation.policy import POLICY
from app.innovation.queries.slogans import writer_ids
from app.innovation.rules import slogans as rules
from app.innovation.services.slogans.history import keep


def approve_slogan(*, actor: Actor, slogan: Slogan) -> None:
    """Make it the slogan of the department: its head says so, who has never written, changed or submitted it."""
    access.require(POLICY, Permission.SLOGAN_APPROVE, actor, slogan)
    for writer_id in {slogan.author_id, *writer_ids(slogan.id)}:
        rules.check_approval(slogan.state, author_id=writer_id, approver_id=actor.id)
    change_state(slogan, state=SloganState.APPROVED, approved_by_id=actor.id, approved_at=clock.now())
    keep(slogan, SloganStepKind.APPROVAL, actor=actor)
    publish(
        SloganApproved(
            actor_id=actor.id,
            slogan_id=slogan.id,
            department_id=slogan.department_id,
            year=slogan.year,
            author_id=slogan.author_id,
        )
    )


def return_slogan(*, actor: Actor, slogan: Slogan, reason: str) -> None:
    """Send the slogan back to its department with a reason."""
    access.require(POLICY, Permission.SLOGAN_APPROVE, actor, slogan)
    rules.check_return(slogan.state, reason)
    change_state(slogan, state=SloganState.RETURNED)
    keep(slogan, SloganStepKind.RETURN, actor=actor, note=reason)
    publish(SloganReturned(actor_id=actor.id, slogan_id=slogan.id, reason=FreeText(reason)))
