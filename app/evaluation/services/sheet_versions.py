"""평가표의 판: what an evaluator handed in is kept before the sheet is opened again or withdrawn."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Missing, Refused, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, SheetState
from app.evaluation.events import ConflictDeclared, SheetReopened
from app.evaluation.models import (
    DeclaredConflict,
    EvaluationRound,
    EvaluatorAssignment,
    KeptMark,
    KeptSheet,
    RoundMember,
    ScoreEntry,
    ScoreSheet,
)
from app.evaluation.queries.stale_sheets import changes_since
from app.evaluation.rules import phases
from app.evaluation.rules.sheets import OPEN_TO_GUESTS
from app.evaluation.services.panels import require_scorable


def reopen_sheet(*, actor: Actor, record: EvaluationRound, sheet: ScoreSheet) -> KeptSheet:
    """Open an own sheet again because what it judged has changed; return what is kept of it.

    The marks handed in stay as a version of their own, and stay in the sheet to go on from. Raises Refused where
    nothing has changed since, WrongState for a draft, Missing for the sheet of somebody else.
    """
    require_scorable(record, actor, sheet.indicator_id, sheet.department_id)
    if sheet.evaluator_id != actor.id:
        raise Missing(_("This is not among what you were asked to score."))
    if sheet.state is SheetState.DRAFT:
        raise WrongState(_("This sheet is open."))
    changes = changes_since(record, sheet)
    if not changes:
        raise Refused(_("Nothing has changed since the sheet was handed in; it stays locked."))
    kept = _keep(sheet, "; ".join(change.name for change in changes))
    note = sheet.note if sheet.state is SheetState.SUBMITTED else ""
    change_state(sheet, state=SheetState.DRAFT, closed_at=None, note=note)
    publish(
        SheetReopened(
            actor_id=actor.id,
            sheet_id=sheet.id,
            round_id=record.id,
            indicator_id=sheet.indicator_id,
            department_id=sheet.department_id,
            number=kept.number,
        )
    )
    return kept


def declare_conflict(*, actor: Actor, record: EvaluationRound, department_id: int, reason: str) -> DeclaredConflict:
    """Say that one stands too close to a department: from now on it is blocked in this round.

    Marks given before are withdrawn in the open: each sheet of the department becomes an abstention with this
    reason, and the marks are kept beside it. Raises Refused without a reason, WrongState once scoring is over,
    Missing for a department the actor is not asked to score.
    """
    policy.require(Permission.SHEET_SCORE, actor)
    reason = reason.strip()
    if not reason:
        raise Refused(_("A conflict needs a reason."))
    if record.phase not in OPEN_TO_GUESTS:
        raise WrongState(_("A conflict is declared until scoring ends, not afterwards."))
    _require_asked(record, actor, department_id)
    declared = DeclaredConflict(
        round_id=record.id,
        evaluator_id=actor.id,
        department_id=department_id,
        reason=reason,
        declared_at=clock.now(),
    )
    db.session.add(declared)
    db.session.flush()
    sheets = _sheets(record, actor, department_id) if phases.may_score(record.phase) else ()
    withdrawn = [sheet for sheet in sheets if sheet.state is not SheetState.ABSTAINED]
    for sheet in withdrawn:
        _withdraw(sheet, reason)
    publish(
        ConflictDeclared(
            actor_id=actor.id,
            round_id=record.id,
            department_id=department_id,
            reason=FreeText(reason),
            withdrawn=len(withdrawn),
        )
    )
    return declared


def _require_asked(record: EvaluationRound, actor: Actor, department_id: int) -> None:
    asked = select(EvaluatorAssignment.id).where(
        EvaluatorAssignment.round_id == record.id, EvaluatorAssignment.evaluator_id == actor.id
    )
    member = select(RoundMember.id).where(RoundMember.round_id == record.id, RoundMember.department_id == department_id)
    if db.session.scalar(asked.limit(1)) is None or db.session.scalar(member) is None:
        raise Missing(_("This is not among what you were asked to score."))
    before = select(DeclaredConflict.id).where(
        DeclaredConflict.round_id == record.id,
        DeclaredConflict.evaluator_id == actor.id,
        DeclaredConflict.department_id == department_id,
    )
    if db.session.scalar(before) is not None:
        raise WrongState(_("You have declared a conflict with this department already."))


def _sheets(record: EvaluationRound, actor: Actor, department_id: int) -> Sequence[ScoreSheet]:
    statement = select(ScoreSheet).where(
        ScoreSheet.round_id == record.id,
        ScoreSheet.evaluator_id == actor.id,
        ScoreSheet.department_id == department_id,
    )
    return db.session.scalars(statement).all()


def _withdraw(sheet: ScoreSheet, reason: str) -> None:
    _keep(sheet, reason)
    if sheet.state is not SheetState.DRAFT:
        change_state(sheet, state=SheetState.DRAFT, closed_at=None)
    db.session.execute(delete(ScoreEntry).where(ScoreEntry.sheet_id == sheet.id))
    change_state(sheet, state=SheetState.ABSTAINED, note=reason, closed_at=clock.now())


def _keep(sheet: ScoreSheet, reason: str) -> KeptSheet:
    """Write down a sheet as it stands, with every mark."""
    rows = db.session.scalars(select(ScoreEntry).where(ScoreEntry.sheet_id == sheet.id)).all()
    before = select(func.count()).select_from(KeptSheet).where(KeptSheet.sheet_id == sheet.id)
    kept = KeptSheet(
        sheet_id=sheet.id,
        number=(db.session.scalar(before) or 0) + 1,
        sheet_version=sheet.version,
        state=sheet.state,
        note=sheet.note,
        closed_at=sheet.closed_at,
        marks=len(rows),
        reason=reason,
        kept_at=clock.now(),
    )
    db.session.add(kept)
    db.session.flush()
    db.session.add_all(
        KeptMark(kept_sheet_id=kept.id, criterion_id=row.criterion_id, mark=row.mark, note=row.note) for row in rows
    )
    db.session.flush()
    return kept
