"""내 차례: deductions somebody is heard about, may object to, decides or answers."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.mileage.enums import DeductionState
from app.mileage.models import Deduction
from app.organization.models import Department

_SAY = _("Say what you think about a deduction that was proposed")
_OBJECT = _("A deduction was decided; you may object")
_DECIDE = _("Decide about a deduction")
_ANSWER = _("Answer an objection to a deduction")
_AT_OTHERS = _("Deduction waits for somebody else")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor is to say or decide about deductions."""
    today = clock.today()
    own = or_(Deduction.person_id == actor.id, Deduction.department_id.in_(actor.headed_department_ids))
    proposed = Deduction.state == DeductionState.PROPOSED
    asked = and_(own, proposed, Deduction.opinion.is_(None), Deduction.opinions_until >= today)
    decided = and_(own, Deduction.state == DeductionState.DECIDED, Deduction.objections_until >= today)
    kinds = [
        _deductions(_SAY, asked, due_on=Deduction.opinions_until),
        _deductions(_OBJECT, decided, due_on=Deduction.objections_until),
    ]
    if any(map(actor.has, (Role.HEAD, Role.HR, Role.CONTROL_TOWER))):
        heard = or_(Deduction.opinion.is_not(None), Deduction.opinions_until < today)
        objected = and_(Deduction.reviewer_id == actor.id, Deduction.state == DeductionState.OBJECTED)
        kinds += [
            _deductions(_DECIDE, and_(Deduction.decider_id == actor.id, proposed, heard)),
            _deductions(_ANSWER, objected),
        ]
    return kinds


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own proposals that wait for somebody else."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    waiting = (DeductionState.PROPOSED, DeductionState.DECIDED, DeductionState.OBJECTED)
    return [_deductions(_AT_OTHERS, and_(Deduction.proposed_by_id == actor.id, Deduction.state.in_(waiting)))]


def _deductions(what: Message, where: ColumnElement[bool], *, due_on: AnyColumn = NO_DAY) -> Asked:
    owner, unit = aliased(Person), aliased(Department)
    title = func.coalesce(owner.name, unit.name)
    lines = (
        lines_of(Deduction.id, title, due_on=due_on, since=Deduction.changed_at)
        .select_from(Deduction)
        .outerjoin(owner, owner.id == Deduction.person_id)
        .outerjoin(unit, unit.id == Deduction.department_id)
    )
    return Asked(what=what, endpoint="mileage.show_deduction", param="deduction_id", lines=lines.where(where))
