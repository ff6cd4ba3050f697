"""해당 없음: an indicator is left out for a department only where the control tower agrees, with its reason."""

from collections.abc import Collection

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Missing, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import MeasureState, Permission
from app.evaluation.events import MeasureExempted
from app.evaluation.models import ActualMeasure, EvaluationRound
from app.evaluation.rules import phases
from app.evaluation.services.phase_locks import hold_phase


def exempt_measure(
    *, actor: Actor, record: EvaluationRound, measure_id: int, reason: str, seen_version: int | None = None
) -> ActualMeasure:
    """Agree that an indicator does not apply, after the department's head did.

    Raises Missing for what is not in the round, Conflict for what changed since it was seen, and Refused outside
    measuring, without a reason, before the head, twice, for the own department and for the own approval.
    """
    policy.require(Permission.MEASURE_EXEMPT, actor)
    row = db.session.get(ActualMeasure, measure_id)
    if row is None or row.round_id != record.id:
        raise Missing(_("The department has no such indicator in this round."))
    hold_phase(record)
    if not phases.may_enter_measures(record.phase):
        raise Refused(_("Actual values can be approved while the round is measuring, not now."))
    if seen_version is not None and row.version != seen_version:
        raise Conflict(_("The values have changed since you saw them. Look at them again."))
    _check(actor, row, reason)
    _exempt(row, actor, reason.strip())
    return row


def _check(actor: Actor, row: ActualMeasure, reason: str) -> None:
    if row.state is not MeasureState.NOT_APPLICABLE or row.exempted_at is not None:
        raise Refused(_("Nothing waits for approval."))
    if row.approved_at is None:
        raise Refused(_("The head of the department approves first."))
    if actor.department_id == row.department_id:
        raise Refused(_("You cannot leave out an indicator of your own department."))
    if actor.id in {row.entered_by_id, row.approved_by_id}:
        raise Refused(_("Who entered or approved that an indicator does not apply cannot agree to it."))
    if not reason.strip():
        raise Refused(_("Leaving out an indicator needs a reason."))


def exempt_imported(*, actor: Actor | None, record: EvaluationRound, keys: Collection[tuple[int, int]]) -> None:
    """Agree to what the control tower itself brought in as not applying, by (indicator, department).

    Two statements, however many rows: they were locked when they were read, so no version has to be compared.
    """
    statement = select(ActualMeasure).where(
        ActualMeasure.round_id == record.id,
        ActualMeasure.state == MeasureState.NOT_APPLICABLE,
        ActualMeasure.exempted_at.is_(None),
    )
    rows = [
        row
        for row in db.session.scalars(statement.with_for_update().execution_options(populate_existing=True))
        if (row.indicator_id, row.department_id) in keys
    ]
    now, standing = clock.now(), str(_("Imported with the workbook of round %(code)s.", code=record.code))
    for row in rows:
        row.exempted_by_id, row.exempted_at = actor.id if actor else None, now
        row.exemption_reason = row.note or standing
        row.version += 1
    db.session.flush()
    for row in rows:
        publish(_exempted(row, actor))


def _exempt(row: ActualMeasure, actor: Actor, reason: str) -> None:
    change_state(row, exempted_by_id=actor.id, exempted_at=clock.now(), exemption_reason=reason)
    publish(_exempted(row, actor))


def _exempted(row: ActualMeasure, actor: Actor | None) -> MeasureExempted:
    return MeasureExempted(
        actor_id=actor.id if actor else None,
        measure_id=row.id,
        round_id=row.round_id,
        indicator_id=row.indicator_id,
        department_id=row.department_id,
        reason=FreeText(row.exemption_reason),
    )
