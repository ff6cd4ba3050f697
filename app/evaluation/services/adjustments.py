"""가점·감점."""

from dataclasses import asdict, dataclass
from decimal import Decimal

from app.core import clock
from app.core.access import Actor, offices_of
from app.core.database import db
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import AdjustmentKind, Permission
from app.evaluation.events import PointsAdjusted
from app.evaluation.models import EvaluationRound, PointAdjustment
from app.evaluation.queries.scoring import adjustments_of, compositions_of, members_of
from app.evaluation.rules import phases
from app.evaluation.rules.adjustments import Adjustment, settle
from app.evaluation.rules.methods.reading import wrong
from app.evaluation.services.calibration_checks import require_no_session_held
from app.evaluation.services.phase_locks import hold_phase


@dataclass(frozen=True, kw_only=True)
class AdjustmentDraft:
    """Points for a fact (`source`) under an item; `cap` is the item's, the same for all its facts."""

    department_id: int
    kind: AdjustmentKind
    item: str
    source: str
    points: Decimal
    reason: str
    cap: Decimal | None = None
    inside: str = ""
    """Code of the indicator whose points contain it already; empty where none does."""


def adjust_points(*, actor: Actor, record: EvaluationRound, draft: AdjustmentDraft) -> PointAdjustment:
    """Enter bonus or penalty points. The control tower does not adjust its own department.

    Raises Refused for negative points, after publication, and for the own department.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    _check(actor, record, draft)
    row = PointAdjustment(**asdict(draft), round_id=record.id, entered_by_id=actor.id, entered_at=clock.now())
    db.session.add(row)
    db.session.flush()
    publish(
        PointsAdjusted(
            actor_id=actor.id,
            adjustment_id=row.id,
            round_id=record.id,
            department_id=draft.department_id,
            kind=draft.kind.value,
            points=format(draft.points, "f"),
        )
    )
    return row


def _check(actor: Actor, record: EvaluationRound, draft: AdjustmentDraft) -> None:
    hold_phase(record)
    if phases.results_visible(record.phase):
        raise WrongState(_("The results are published; only a correction changes them."))
    require_no_session_held(
        record, _("A calibration session was held: bonus and penalty points are corrected by two offices now.")
    )
    if draft.department_id in offices_of(actor):
        raise Refused(_("You cannot adjust the points of your own department."))
    if draft.points < 0 or (draft.cap is not None and draft.cap < 0):
        raise Refused(_("Bonus and penalty points and their caps are 0 or more."))
    if not draft.reason.strip():
        raise Refused(_("Bonus and penalty points need a reason."))
    member = next((m for m in members_of(record) if m.department_id == draft.department_id), None)
    if member is None:
        raise Refused(_("The department is not in this round."))
    codes = {row.code for row in compositions_of(record.id) if row.peer_group_id == member.peer_group_id}
    if draft.inside and draft.inside not in codes:
        raise wrong("inside", _("The department has no such indicator in this round."))
    _check_facts(record, draft)


def _check_facts(record: EvaluationRound, draft: AdjustmentDraft) -> None:
    """Refuse now what would stop the whole round from being scored later: a fact twice, two caps on one item."""
    entry = Adjustment(
        kind=draft.kind,
        item=draft.item,
        points=draft.points,
        source=draft.source,
        cap=draft.cap,
        inside=draft.inside,
    )
    settle([*adjustments_of(record.id).get(draft.department_id, ()), entry])
