"""내 차례: appeals to reply to, to decide, to correct and to confirm, and what becomes of the own department's."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, Role, offices_of
from app.core.messages import Message, _
from app.core.turns import NO_DAY, AnyColumn, Asked, lines_of
from app.evaluation.enums import AppealState, AppealStepKind, ProposalState
from app.evaluation.models import Appeal, AppealCorrection, AppealStep, EvaluationRound, RoundMember
from app.evaluation.queries.appeals import to_correct_now, to_raise

_REPLY = _("Reply to an appeal")
_DECIDE = _("Decide about an appeal")
_NAME = _("Name who decides an appeal at the second level")
_CORRECT = _("Correct what an accepted appeal says")
_CONFIRM = _("Confirm the correction an appeal led to")
_GO_ON = _("Accept the decision about your appeal, or take it further")
_WAITING = _("Your department's appeal is being decided")
_Replier = aliased(Person, name="replier_of_turn")


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor has to do with appeals; an auditor nothing."""
    if actor.has(Role.AUDITOR):
        return []
    kinds: list[Asked] = []
    if actor.has(Role.CONTROL_TOWER):
        kinds += _of_tower(actor)
    if actor.headed_department_ids:
        mine = Appeal.department_id.in_(actor.headed_department_ids)
        kinds.append(_appeals(_GO_ON, and_(mine, to_raise())))
        if not actor.has(Role.CONTROL_TOWER):
            kinds.append(_appeals(_DECIDE, _first_level(actor, _replied_in(actor))))
    if actor.headed_department_ids or actor.has(Role.HR):
        kinds.append(_appeals(_DECIDE, and_(Appeal.state == AppealState.RAISED, Appeal.second_decider_id == actor.id)))
        kinds.append(_appeals(_CONFIRM, _asked_of(actor)))
    return kinds


def _of_tower(actor: Actor) -> Sequence[Asked]:
    apart = _is_no_party(actor)
    open_proposal = exists().where(
        AppealCorrection.appeal_id == Appeal.id, AppealCorrection.state == ProposalState.PROPOSED
    )
    nobody = Appeal.second_decider_id.is_(None)
    return [
        _appeals(_REPLY, and_(Appeal.state == AppealState.FILED, apart)),
        _appeals(_DECIDE, _first_level(actor)),
        _appeals(_NAME, and_(Appeal.state == AppealState.RAISED, nobody, apart)),
        _appeals(_CORRECT, and_(to_correct_now(), ~open_proposal, apart)),
    ]


def _is_no_party(actor: Actor) -> ColumnElement[bool]:
    return and_(Appeal.filed_by_id != actor.id, Appeal.department_id.not_in(offices_of(actor)))


def _replied(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(AppealStep.appeal_id == Appeal.id, AppealStep.kind == AppealStepKind.ANSWERED, *conditions)
        .correlate_except(AppealStep)
    )


def _replied_in(actor: Actor) -> ColumnElement[bool]:
    """Appeals somebody of a department the actor heads replied to."""
    people = select(_Replier.id).where(_Replier.department_id.in_(actor.headed_department_ids))
    return _replied(AppealStep.taken_by_id.in_(people))


def _first_level(actor: Actor, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    by_another = ~_replied(AppealStep.taken_by_id == actor.id)
    return and_(Appeal.state == AppealState.ANSWERED, _is_no_party(actor), by_another, *also)


def _asked_of(actor: Actor) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            AppealCorrection.appeal_id == Appeal.id,
            AppealCorrection.state == ProposalState.PROPOSED,
            AppealCorrection.second_id == actor.id,
        )
        .correlate_except(AppealCorrection)
    )


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the appeals of the actor's departments that others have to act on."""
    if not actor.headed_department_ids:
        return []
    waits = Appeal.state.in_((AppealState.FILED, AppealState.ANSWERED, AppealState.RAISED))
    return [_appeals(_WAITING, and_(Appeal.department_id.in_(actor.headed_department_ids), waits))]


def _appeals(what: Message, where: ColumnElement[bool], *, due_on: AnyColumn = NO_DAY) -> Asked:
    title = RoundMember.department_name + " · " + EvaluationRound.name
    lines = (
        lines_of(Appeal.id, title, due_on=due_on, since=Appeal.filed_at)
        .join(EvaluationRound, EvaluationRound.id == Appeal.round_id)
        .join(
            RoundMember,
            and_(RoundMember.round_id == Appeal.round_id, RoundMember.department_id == Appeal.department_id),
        )
        .where(where)
    )
    return Asked(what=what, endpoint="evaluation.show_appeal", param="appeal_id", lines=lines)
