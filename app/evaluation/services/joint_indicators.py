"""공동지표: saying who shares one value of a round in planning."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import delete

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import JointIndicatorSet
from app.evaluation.models import Composition, EvaluationRound, JointIndicator, JointShare
from app.evaluation.queries.joint_indicators import Joint, ShareKey, joint_of
from app.evaluation.queries.scoring import Member, compositions_of, members_of
from app.evaluation.rules import phases
from app.evaluation.rules.joint_indicators import check_places, check_shares
from app.evaluation.services.phase_locks import hold_phase


def measured_by(rows: Sequence[Composition], members: Sequence[Member], indicator_id: int) -> Mapping[int, str]:
    """Return the departments of a round that are measured by an indicator: {department id: name}."""
    groups = {row.peer_group_id for row in rows if row.indicator_id == indicator_id}
    return {m.department_id: m.department for m in members if m.peer_group_id in groups}


def set_joint_indicator(
    *, actor: Actor | None, record: EvaluationRound, indicator_id: int, lead: int, shares: Mapping[int, Decimal]
) -> None:
    """Make an indicator of a round a joint one, or change its shares ({department id: share out of 100}).

    Raises WrongState once the round is open, Refused for shares that are not 100 in all, for a department that is
    measured by it and has none, and for an indicator nobody types a value for.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    rows = compositions_of(record.id)
    row = next((row for row in rows if row.indicator_id == indicator_id), None)
    if row is None:
        raise Refused(_("The round has no such indicator."))
    if not row.has_typed_value:
        raise Refused(_("Only an indicator whose value is typed in can be a joint one."))
    check_shares(shares, lead)
    check_places(shares, measured_by(rows, members_of(record), indicator_id))
    _forget(record, indicator_id)
    db.session.add(JointIndicator(round_id=record.id, indicator_id=indicator_id, lead_department_id=lead))
    db.session.flush()
    db.session.add_all(
        JointShare(round_id=record.id, indicator_id=indicator_id, department_id=department, share=share)
        for department, share in shares.items()
    )
    db.session.flush()
    _tell(actor, record, indicator_id, lead, shares)


def drop_joint_indicator(*, actor: Actor | None, record: EvaluationRound, indicator_id: int) -> None:
    """Let every department have its own value again. Raises WrongState once the round is open."""
    policy.require(Permission.ROUND_EDIT, actor)
    _require_planning(record)
    if _forget(record, indicator_id):
        _tell(actor, record, indicator_id, None, {})


def _forget(record: EvaluationRound, indicator_id: int) -> bool:
    for model in (JointShare, JointIndicator):
        gone = db.session.execute(
            delete(model).where(model.round_id == record.id, model.indicator_id == indicator_id).returning(model.id)
        ).all()
    return bool(gone)


def _tell(
    actor: Actor | None, record: EvaluationRound, indicator_id: int, lead: int | None, shares: Mapping[int, Decimal]
) -> None:
    publish(
        JointIndicatorSet(
            actor_id=actor.id if actor else None,
            round_id=record.id,
            indicator_id=indicator_id,
            lead_department_id=lead,
            shares=tuple(f"{department}: {format(share, 'f')}" for department, share in shares.items()),
        )
    )


def _require_planning(record: EvaluationRound) -> None:
    hold_phase(record)
    if not phases.may_edit_setup(record.phase):
        raise WrongState(_("The round is open: its set-up does not change any more."))


def check_joint(record: EvaluationRound) -> None:
    """Refuse to open a round whose joint indicators do not match who is measured by them."""
    found, rows, members = joint_of(record.id), compositions_of(record.id), members_of(record)
    for indicator_id in found.leads:
        shares = _shares_of(found, indicator_id)
        measured = measured_by(rows, members, indicator_id)
        if not measured:
            raise Refused(_("A joint indicator is no longer in the round. Take its shares away, or weigh it again."))
        check_places(shares, measured)


def _shares_of(found: Joint, indicator_id: int) -> Collection[int]:
    return [department for indicator, department in found.shares if indicator == indicator_id]


def refuse_what_others_enter(record: EvaluationRound, keys: Iterable[ShareKey]) -> None:
    """Refuse values, by (indicator id, department id), of joint indicators that another department enters."""
    found = joint_of(record.id)
    if any(found.source_of(*key) != key for key in keys):
        raise Refused(_("The value of a joint indicator is entered by its lead department only."))
