"""정성평가: who scores what, sheets, marks, handing in and abstaining."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import delete, select

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import change_state, db
from app.core.errors import Denied, Invalid, Missing, Refused
from app.core.events import publish
from app.core.figures import HUNDRED
from app.core.messages import Message, _
from app.evaluation import policy
from app.evaluation.enums import Method, Permission, Phase, SheetState
from app.evaluation.events import EvaluatorAssigned, SheetSaved, SheetSubmitted
from app.evaluation.models import (
    Composition,
    Criterion,
    EvaluationRound,
    EvaluatorAssignment,
    Indicator,
    RoundMember,
    ScoreEntry,
    ScoreSheet,
)
from app.evaluation.queries.coverage import covers
from app.evaluation.queries.guests import guest_actor
from app.evaluation.queries.panels import own_departments
from app.evaluation.queries.raters import was_scored_already
from app.evaluation.rules import phases
from app.evaluation.services.phase_locks import hold_phase
from app.evaluation.services.raters import require_source
from app.evaluation.services.sheet_rules import require_notes

ASSIGNABLE = frozenset({Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING})


def assign_evaluator(
    *, actor: Actor, record: EvaluationRound, indicator_id: int, evaluator_id: int
) -> EvaluatorAssignment:
    """Ask somebody to score an indicator.

    Raises Refused for who is no evaluator today, after scoring, and in scoring that was reopened: by then the marks
    are known, and who comes last would decide the rank.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    if record.phase not in ASSIGNABLE:
        raise Refused(_("Evaluators are named until scoring ends, not afterwards."))
    if was_scored_already(record):
        raise Refused(_("Scoring was closed once already: nobody new scores in this round any more."))
    if indicator_id not in panel_indicator_ids(record):
        raise Refused(_("This indicator of the round is not scored by evaluators."))
    if not _is_evaluator(record, evaluator_id):
        raise Refused(_("This person is not an evaluator."))
    require_source(record, indicator_id, evaluator_id)
    row = EvaluatorAssignment(
        round_id=record.id,
        indicator_id=indicator_id,
        evaluator_id=evaluator_id,
        assigned_by_id=actor.id,
        assigned_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        EvaluatorAssigned(actor_id=actor.id, round_id=record.id, indicator_id=indicator_id, evaluator_id=evaluator_id)
    )
    return row


def _is_evaluator(record: EvaluationRound, person_id: int) -> bool:
    """Whether somebody holds the role today, or was invited to this round from outside."""
    inside = actor_of_person(person_id)
    return (inside is not None and inside.has(Role.EVALUATOR)) or guest_actor(record.id, person_id) is not None


def panel_indicator_ids(record: EvaluationRound) -> frozenset[int]:
    """Return the indicators of a round that evaluators score."""
    statement = select(Composition.indicator_id).where(
        Composition.round_id == record.id, Composition.method == Method.PANEL
    )
    return frozenset(db.session.scalars(statement))


def require_scorable(record: EvaluationRound, actor: Actor, indicator_id: int, department_id: int) -> None:
    """Raise Missing for who is not asked to score this, Denied for the own department, Refused outside scoring."""
    policy.require(Permission.SHEET_SCORE, actor)
    assigned = db.session.scalar(
        select(EvaluatorAssignment.id).where(
            EvaluatorAssignment.round_id == record.id,
            EvaluatorAssignment.indicator_id == indicator_id,
            EvaluatorAssignment.evaluator_id == actor.id,
            covers(department_id),
        )
    )
    if assigned is None or not _takes_part(record, indicator_id, department_id):
        raise Missing(_("This is not among what you were asked to score."))
    if department_id in own_departments(record, actor.id):
        raise Denied(
            _(
                "You belong to this department, held an office in it or worked in a team it leads, now or since the "
                "round began: you cannot score it."
            )
        )
    hold_phase(record)
    if not phases.may_score(record.phase):
        raise Refused(_("Marks can be given while the round is scoring, not now."))


def _takes_part(record: EvaluationRound, indicator_id: int, department_id: int) -> bool:
    statement = (
        select(RoundMember.id)
        .join(
            Composition,
            (Composition.round_id == RoundMember.round_id) & (Composition.peer_group_id == RoundMember.peer_group_id),
        )
        .where(
            RoundMember.round_id == record.id,
            RoundMember.department_id == department_id,
            Composition.indicator_id == indicator_id,
        )
    )
    return db.session.scalar(statement) is not None


def sheet_of(record: EvaluationRound, evaluator_id: int, indicator_id: int, department_id: int) -> ScoreSheet | None:
    """Return the sheet an evaluator has begun, or None."""
    return db.session.scalar(
        select(ScoreSheet).where(
            ScoreSheet.round_id == record.id,
            ScoreSheet.evaluator_id == evaluator_id,
            ScoreSheet.indicator_id == indicator_id,
            ScoreSheet.department_id == department_id,
        )
    )


def criteria_of(indicator_id: int) -> Sequence[Criterion]:
    """Return the criteria of an indicator in order."""
    statement = select(Criterion).where(Criterion.indicator_id == indicator_id).order_by(Criterion.position)
    return db.session.scalars(statement).all()


def marks_of(sheet: ScoreSheet) -> dict[int, Decimal]:
    """Return the marks of a sheet by criterion."""
    statement = select(ScoreEntry.criterion_id, ScoreEntry.mark).where(ScoreEntry.sheet_id == sheet.id)
    return {criterion_id: mark for criterion_id, mark in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def entries_of(sheet: ScoreSheet) -> dict[int, tuple[Decimal, str]]:
    """Return mark and note of a sheet by criterion."""
    statement = select(ScoreEntry.criterion_id, ScoreEntry.mark, ScoreEntry.note).where(ScoreEntry.sheet_id == sheet.id)
    return {row.criterion_id: (row.mark, row.note) for row in db.session.execute(statement)}


def save_sheet(
    *,
    actor: Actor,
    record: EvaluationRound,
    indicator_id: int,
    department_id: int,
    marks: Mapping[int, Decimal],
    note: str = "",
    notes: Mapping[int, str] | None = None,
) -> ScoreSheet:
    """Keep marks (by criterion, 0–100) as a draft; what is not marked yet may be left out.

    `notes` says why, by criterion: asked for at both ends when the sheet is handed in.
    Raises Refused where the sheet is handed in already, Invalid for marks out of range.
    """
    require_scorable(record, actor, indicator_id, department_id)
    _check_marks(indicator_id, marks)
    sheet = sheet_of(record, actor.id, indicator_id, department_id)
    if sheet is None:
        sheet = _new_sheet(record, actor, indicator_id, department_id)
    elif sheet.state is not SheetState.DRAFT:
        raise Refused(_("This sheet is handed in and does not change any more."))
    sheet.note = note
    db.session.flush()
    db.session.execute(delete(ScoreEntry).where(ScoreEntry.sheet_id == sheet.id))
    said = notes or {}
    db.session.add_all(
        ScoreEntry(sheet_id=sheet.id, criterion_id=criterion_id, mark=mark, note=said.get(criterion_id, "").strip())
        for criterion_id, mark in marks.items()
    )
    db.session.flush()
    publish(
        SheetSaved(
            actor_id=actor.id,
            sheet_id=sheet.id,
            round_id=record.id,
            indicator_id=indicator_id,
            department_id=department_id,
            marks=len(marks),
        )
    )
    return sheet


def _check_marks(indicator_id: int, marks: Mapping[int, Decimal]) -> None:
    known = {row.id for row in criteria_of(indicator_id)}
    faults: dict[str, Sequence[Message]] = {}
    for criterion_id, mark in marks.items():
        if criterion_id not in known:
            raise Missing(_("There is no such criterion."))
        if not 0 <= mark <= HUNDRED:
            faults[f"mark_{criterion_id}"] = [_("A mark lies between 0 and 100.")]
    if faults:
        raise Invalid(_("A mark lies between 0 and 100."), fields=faults)


def _new_sheet(record: EvaluationRound, actor: Actor, indicator_id: int, department_id: int) -> ScoreSheet:
    indicator = db.session.get_one(Indicator, indicator_id)
    sheet = ScoreSheet(
        round_id=record.id,
        indicator_id=indicator_id,
        evaluator_id=actor.id,
        department_id=department_id,
        state=SheetState.DRAFT,
        note="",
        read_version=indicator.version,
        created_at=clock.now(),
    )
    db.session.add(sheet)
    return sheet


def submit_sheet(*, actor: Actor, record: EvaluationRound, sheet: ScoreSheet) -> None:
    """Hand a sheet in; it is locked from then on. Raises Refused while a criterion has no mark, or no note it needs."""
    require_scorable(record, actor, sheet.indicator_id, sheet.department_id)
    _require_own_draft(sheet, actor)
    marked = marks_of(sheet)
    missing = [row.name for row in criteria_of(sheet.indicator_id) if row.id not in marked]
    if missing:
        raise Refused(_("A mark is missing: %(names)s.", names=", ".join(missing)))
    require_notes(record, sheet)
    change_state(sheet, state=SheetState.SUBMITTED, closed_at=clock.now())
    _publish(sheet, actor, abstained=False)


def abstain(*, actor: Actor, record: EvaluationRound, indicator_id: int, department_id: int, reason: str) -> ScoreSheet:
    """Abstain from scoring a department; it never counts as 0. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("An abstention needs a reason."))
    require_scorable(record, actor, indicator_id, department_id)
    sheet = sheet_of(record, actor.id, indicator_id, department_id)
    if sheet is None:
        sheet = _new_sheet(record, actor, indicator_id, department_id)
        db.session.flush()
    _require_own_draft(sheet, actor)
    db.session.execute(delete(ScoreEntry).where(ScoreEntry.sheet_id == sheet.id))
    change_state(sheet, state=SheetState.ABSTAINED, note=reason, closed_at=clock.now())
    _publish(sheet, actor, abstained=True)
    return sheet


def _require_own_draft(sheet: ScoreSheet, actor: Actor) -> None:
    if sheet.evaluator_id != actor.id:
        raise Missing(_("This is not among what you were asked to score."))
    if sheet.state is not SheetState.DRAFT:
        raise Refused(_("This sheet is handed in and does not change any more."))


def _publish(sheet: ScoreSheet, actor: Actor, *, abstained: bool) -> None:
    publish(
        SheetSubmitted(
            actor_id=actor.id,
            sheet_id=sheet.id,
            round_id=sheet.round_id,
            indicator_id=sheet.indicator_id,
            department_id=sheet.department_id,
            abstained=abstained,
        )
    )
