"""평가표 작성 기준: at which marks a round asks for a note, set while it is planned."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, WrongState
from app.core.events import publish
from app.core.figures import plain
from app.core.messages import Message, _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import SheetRulesSet
from app.evaluation.models import Criterion, EvaluationRound, ScoreEntry, ScoreSheet, SheetRules
from app.evaluation.rules import phases
from app.evaluation.rules.sheets import NoteBounds
from app.evaluation.services.phase_locks import hold_phase


def note_bounds(round_id: int) -> NoteBounds:
    """Return the bounds of a round: its own, or 40 and 95."""
    found = db.session.execute(
        select(SheetRules.note_low, SheetRules.note_high).where(SheetRules.round_id == round_id)
    ).first()
    return NoteBounds(low=found.note_low, high=found.note_high) if found else NoteBounds()


def set_note_bounds(*, actor: Actor, record: EvaluationRound, bounds: NoteBounds) -> None:
    """Set the bounds of a round. Raises WrongState once it is open: everybody scores under the same rule."""
    policy.require(Permission.ROUND_EDIT, actor)
    hold_phase(record)
    if not phases.may_edit_setup(record.phase):
        raise WrongState(_("The rules of the sheets are fixed once the round is open."))
    row = db.session.get(SheetRules, record.id)
    if row is None:
        db.session.add(SheetRules(round_id=record.id, note_low=bounds.low, note_high=bounds.high))
    else:
        row.note_low, row.note_high = bounds.low, bounds.high
    db.session.flush()
    publish(SheetRulesSet(actor_id=actor.id, round_id=record.id, low=plain(bounds.low), high=plain(bounds.high)))


def require_notes(record: EvaluationRound, sheet: ScoreSheet) -> None:
    """Raise Invalid, beside each field, where a mark at one of the two ends has no note."""
    bounds = note_bounds(record.id)
    statement = (
        select(ScoreEntry.criterion_id, ScoreEntry.mark, ScoreEntry.note, Criterion.name)
        .join(Criterion, Criterion.id == ScoreEntry.criterion_id)
        .where(ScoreEntry.sheet_id == sheet.id)
        .order_by(Criterion.position, Criterion.id)
    )
    faults: dict[str, Sequence[Message]] = {}
    names = []
    for row in db.session.execute(statement):
        if bounds.asks_for_note(row.mark) and not row.note:
            faults[f"note_{row.criterion_id}"] = [_("A mark of %(mark)s needs a note: say why.", mark=plain(row.mark))]
            names.append(row.name)
    if faults:
        raise Invalid(
            _(
                "Marks from %(high)s up and from %(low)s down need a note: %(names)s.",
                high=plain(bounds.high),
                low=plain(bounds.low),
                names=", ".join(names),
            ),
            fields=faults,
        )
