"""내 차례: the control tower makes the incentive batch of a published round, HR accepts or returns it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased

from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.errors import OpumError
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.evaluation.models import EvaluationRound, Publication
from app.evaluation.queries.releases import newest, released
from app.reports.enums import Verdict
from app.reports.models import IncentiveBatch, IncentiveDecision, IncentiveHandover
from app.reports.queries.incentive_handovers import settled_by
from app.reports.queries.rounds import PUBLISHED
from app.reports.services.handovers import HandoverChoice, preview_handover


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the control tower has to make, HR to decide about, and makers to mend; an auditor does none of it."""
    if actor.has(Role.AUDITOR):
        return []
    return [*_to_make(actor), *_to_decide(actor), *_to_mend(actor)]


def _to_make(actor: Actor) -> Sequence[Asked]:
    """The published rounds whose newest publication no batch was made from, and that changes what HR has accepted."""
    if not actor.has(Role.CONTROL_TOWER):
        return []
    settled = exists().where(IncentiveDecision.settles_round == EvaluationRound.code)
    unmade = _unmade().where(settled).with_only_columns(Publication.id, EvaluationRound.code)
    unchanged = [key for key, code in db.session.execute(unmade) if not _differs(code)]
    what = _("Make the incentive batch of the published round")
    lines = _unmade().where(Publication.id.not_in(unchanged))
    return [Asked(what=what, endpoint="reports.new_incentive_export", second="round_code", lines=lines)]


def _unmade() -> AnySelect:
    exported = exists().where(IncentiveBatch.publication_id == Publication.id)
    return (
        lines_of(Publication.id, EvaluationRound.name, since=Publication.published_at, second=EvaluationRound.code)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(EvaluationRound.phase.in_(PUBLISHED), Publication.id.in_(newest(released())), ~exported)
    )


def _differs(round_code: str) -> bool:
    """Whether an adjustment of a settled round could be made: a correction need not change what anybody is paid."""
    settled = settled_by(round_code)
    assert settled is not None
    choice = HandoverChoice(round_code=round_code, rule_code=settled[1])
    try:
        return bool(preview_handover(choice).content["rows"])
    except OpumError:
        return True


def _to_decide(actor: Actor) -> Sequence[Asked]:
    """Batches that wait for HR, made by somebody else."""
    if not actor.has(Role.HR):
        return []
    lines = _undecided().where(
        or_(IncentiveBatch.created_by_id.is_(None), IncentiveBatch.created_by_id != actor.id),
    )
    what = _("Accept or return the incentive batch")
    return [Asked(what=what, endpoint="reports.show_incentive_export", param="batch_id", lines=lines)]


def _to_mend(actor: Actor) -> Sequence[Asked]:
    """Own batches that HR has returned, nothing has replaced and another batch could still replace to some end."""
    if not actor.has(Role.CONTROL_TOWER) and not actor.has(Role.HR):
        return []
    returned = exists().where(
        IncentiveDecision.batch_id == IncentiveBatch.id, IncentiveDecision.verdict == Verdict.RETURNED
    )
    lines = _handed_over().where(returned, _open(), IncentiveBatch.created_by_id == actor.id)
    what = _("HR has returned your incentive batch: make it anew")
    return [Asked(what=what, endpoint="reports.show_incentive_export", param="batch_id", lines=lines)]


def _handed_over() -> AnySelect:
    """Batches of the hand-over that none has replaced."""
    later = aliased(IncentiveHandover)
    return (
        lines_of(IncentiveBatch.id, IncentiveBatch.number, since=IncentiveBatch.created_at)
        .join(IncentiveHandover, IncentiveHandover.batch_id == IncentiveBatch.id)
        .where(~exists().where(later.replaces_id == IncentiveBatch.id))
    )


def _undecided() -> AnySelect:
    """Batches HR may still decide about."""
    return _handed_over().where(~exists().where(IncentiveDecision.batch_id == IncentiveBatch.id), _open())


def _open() -> ColumnElement[bool]:
    """Of a settled round only adjustments count."""
    decided = aliased(IncentiveDecision)
    return or_(
        IncentiveHandover.adjusts_id.is_not(None),
        ~exists().where(decided.settles_round == IncentiveBatch.round_code),
    )


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the own batches that HR has not decided about."""
    if not actor.has(Role.CONTROL_TOWER) and not actor.has(Role.HR):
        return []
    lines = _undecided().where(IncentiveBatch.created_by_id == actor.id)
    what = _("HR decides about your incentive batch")
    return [Asked(what=what, endpoint="reports.show_incentive_export", param="batch_id", lines=lines)]
