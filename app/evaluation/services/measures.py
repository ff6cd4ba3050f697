"""실적치: entering, approving, and closing what a round measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from app.core import clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Missing, Refused
from app.core.events import publish
from app.core.figures import rounded
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Cadence, MeasureState, Method, Permission
from app.evaluation.events import MeasuresApproved, MeasureSaved, SourcesCopied
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound
from app.evaluation.queries.joint_indicators import joint_of
from app.evaluation.queries.scoring import MeasureKey, compositions_of, members_of
from app.evaluation.queries.source_figures import figures_in, source_readings
from app.evaluation.rules import phases
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.units import SubUnits
from app.evaluation.services import periods
from app.evaluation.services.joint_indicators import refuse_what_others_enter
from app.evaluation.services.phase_locks import hold_phase
from app.evaluation.services.source_pictures import keep_pictures

SHOWN_PLACES = 4
WAITING = (MeasureState.VALUE, MeasureState.NOT_APPLICABLE)
"""States somebody else has to approve."""


@dataclass(frozen=True, kw_only=True)
class MeasureDraft:
    """What was entered for an indicator: a number or a grade where the state says so, and where it comes from."""

    indicator_id: int
    state: MeasureState
    actual: Decimal | str | SubUnits | None = None
    note: str = ""
    next_due: date | None = None
    """By when the first period that is missing should be in; set when the values are put into the round's periods."""

    @property
    def value(self) -> Decimal | None:
        """The number, if it is one; of sub-units their mean to four decimals, for reading."""
        if isinstance(self.actual, SubUnits):
            return rounded(self.actual.mean().score, SHOWN_PLACES)
        return self.actual if isinstance(self.actual, Decimal) else None

    @property
    def units(self) -> dict[str, object] | None:
        """The values of sub-units as they are kept, if it is some."""
        return self.actual.as_plain() if isinstance(self.actual, SubUnits) else None

    @property
    def grade(self) -> str | None:
        """The letter, if it is one."""
        return self.actual if isinstance(self.actual, str) else None


def check_measure(definition: Definition, draft: MeasureDraft) -> None:
    """Refuse a value without the state for it, a state without its value, and a value that cannot be scored."""
    if definition.method is Method.PANEL:
        raise Refused(_("This indicator is scored by evaluators; no value is entered for it."))
    if draft.state is not MeasureState.VALUE:
        if draft.actual is not None:
            raise Refused(_("A measure that is “%(state)s” cannot have a value.", state=draft.state.label))
        return
    if draft.actual is None:
        raise Refused(_("A measure with a value needs the value; missing is not zero."))
    definition.score(draft.state, draft.actual)


def save_measures(
    *, actor: Actor, record: EvaluationRound, department_id: int, drafts: Sequence[MeasureDraft]
) -> Sequence[ActualMeasure]:
    """Enter actual values of a department. Returns those that changed; their approval is asked anew.

    Raises Refused outside measuring and for values that contradict their state or cannot be scored.
    """
    policy.require(Permission.MEASURE_ENTER, actor, department_id)
    hold_phase(record)
    if not phases.may_enter_measures(record.phase):
        raise Refused(_("Actual values can be entered while the round is measuring, not now."))
    rows = rows_of_department(record, department_id)
    for draft in drafts:
        row = rows.get(draft.indicator_id)
        if row is None:
            raise Missing(_("The department has no such indicator in this round."))
        if row.named_source is not None:
            raise Refused(_("This indicator is counted by the product; no value is entered for it."))
        check_measure(row.definition.with_history(row.history_of(department_id)), draft)
    return write_measures(actor=actor, record=record, entries=[(department_id, draft) for draft in drafts])


def rows_of_department(record: EvaluationRound, department_id: int) -> dict[int, Composition]:
    """Return what a department is measured by, by indicator. Raises Missing where it is not in the round."""
    member = next((m for m in members_of(record) if m.department_id == department_id), None)
    if member is None:
        raise Missing(_("The department is not in this round."))
    rows = compositions_of(record.id)
    return {row.indicator_id: row for row in rows if row.peer_group_id == member.peer_group_id}


def write_measures(
    *, actor: Actor | None, record: EvaluationRound, entries: Sequence[tuple[int, MeasureDraft]]
) -> list[ActualMeasure]:
    """Write checked entries of (department, draft); what did not change stays as it is, with its approval.

    Raises Refused for a period the round does not have.
    """
    entries = _in_periods(record, entries)
    refuse_what_others_enter(record, ((draft.indicator_id, department_id) for department_id, draft in entries))
    statement = select(ActualMeasure).where(ActualMeasure.round_id == record.id)
    departments = {department_id for department_id, _draft in entries}
    if len(departments) == 1:
        statement = statement.where(ActualMeasure.department_id == departments.pop())
    kept = {(row.indicator_id, row.department_id): row for row in db.session.scalars(statement)}
    fresh = [
        (department_id, draft) for department_id, draft in entries if (draft.indicator_id, department_id) not in kept
    ]
    before: dict[tuple[int, int], str | None] = {}
    for department_id, draft in entries:
        row = kept.get((draft.indicator_id, department_id))
        if row is None:
            before[draft.indicator_id, department_id] = None
        elif not _same(row, draft):
            before[draft.indicator_id, department_id] = _shown(row)
            row.version += 1
            _fill(row, draft, actor)
    db.session.flush()
    if fresh:
        values = [_new_values(record, *entry, actor) for entry in fresh]
        db.session.execute(insert(ActualMeasure).execution_options(render_nulls=True), values)
        kept = {(row.indicator_id, row.department_id): row for row in db.session.scalars(statement)}
    for key, was in before.items():
        publish(_saved(kept[key], was))
    return [kept[key] for key in before]


def _in_periods(
    record: EvaluationRound, entries: Sequence[tuple[int, MeasureDraft]]
) -> Sequence[tuple[int, MeasureDraft]]:
    """The entries with the values of periods put into those of the round."""
    if not any(isinstance(draft.actual, SubUnits) and draft.actual.how.by_period for _department, draft in entries):
        return entries
    cadences = periods.cadences_of(record.id)
    return [(department, _placed(record, cadences, draft)) for department, draft in entries]


def _placed(record: EvaluationRound, cadences: Mapping[int, Cadence], draft: MeasureDraft) -> MeasureDraft:
    if not isinstance(draft.actual, SubUnits) or not draft.actual.how.by_period:
        return draft
    cadence = cadences[draft.indicator_id]
    units = periods.placed(record, cadence, draft.actual)
    return replace(draft, actual=units, next_due=periods.next_due(record, cadence, units))


def _new_values(
    record: EvaluationRound, department_id: int, draft: MeasureDraft, actor: Actor | None
) -> dict[str, object]:
    """A new row as plain values: thousands of them go in by one statement."""
    return {
        "round_id": record.id,
        "indicator_id": draft.indicator_id,
        "department_id": department_id,
        "state": draft.state,
        "value": draft.value,
        "grade": draft.grade,
        "units": draft.units,
        "next_due": draft.next_due,
        "note": draft.note,
        "entered_by_id": actor.id if actor else None,
        "entered_at": clock.now(),
    }


def _same(row: ActualMeasure, draft: MeasureDraft) -> bool:
    kept = (row.state, row.value, row.grade, row.units, row.note)
    return kept == (draft.state, draft.value, draft.grade, draft.units, draft.note)


def _fill(row: ActualMeasure, draft: MeasureDraft, actor: Actor | None) -> None:
    row.state, row.value, row.grade, row.note = draft.state, draft.value, draft.grade, draft.note
    row.units, row.next_due = draft.units, draft.next_due
    row.entered_by_id = actor.id if actor else None
    row.entered_at = clock.now()
    row.approved_by_id = row.approved_at = row.named_source = None
    row.exempted_by_id = row.exempted_at = None
    row.exemption_reason = ""


def _shown(row: ActualMeasure) -> str:
    if row.units is not None:
        return str(row.actual)
    value = row.grade if row.value is None else format(row.value, "f")
    return value or row.state.value


def _saved(row: ActualMeasure, before: str | None) -> MeasureSaved:
    return MeasureSaved(
        actor_id=row.entered_by_id,
        measure_id=row.id,
        round_id=row.round_id,
        indicator_id=row.indicator_id,
        department_id=row.department_id,
        state=row.state.value,
        value=_shown(row) if row.state is MeasureState.VALUE else None,
        before=before,
    )


def approve_measures(
    *, actor: Actor, record: EvaluationRound, department_id: int, seen: Mapping[int, int] | None = None
) -> int:
    """Approve what others entered for a department. Returns how many.

    `seen` are the versions by measure that the approver looked at. Raises Conflict where something else waits by now,
    Refused where nothing waits, or where everything that waits was entered by the approver. What does not apply
    still waits for the control tower afterwards.
    """
    policy.require(Permission.MEASURE_APPROVE, actor, department_id)
    hold_phase(record)
    if not phases.may_enter_measures(record.phase):
        raise Refused(_("Actual values can be approved while the round is measuring, not now."))
    waiting = _waiting(record, department_id)
    others = [row for row in waiting if row.entered_by_id != actor.id]
    if waiting and not others:
        raise Refused(_("Who entered a value cannot approve it."))
    if not others:
        raise Refused(_("Nothing waits for approval."))
    if seen is not None and {row.id: row.version for row in others} != dict(seen):
        raise Conflict(_("The values have changed since you saw them. Look at them again."))
    now = clock.now()
    for row in others:
        change_state(row, approved_by_id=actor.id, approved_at=now)
    publish(
        MeasuresApproved(
            actor_id=actor.id,
            round_id=record.id,
            department_id=department_id,
            measure_ids=tuple(row.id for row in others),
        )
    )
    return len(others)


def _waiting(record: EvaluationRound, department_id: int) -> Sequence[ActualMeasure]:
    statement = select(ActualMeasure).where(
        ActualMeasure.round_id == record.id,
        ActualMeasure.department_id == department_id,
        ActualMeasure.state.in_(WAITING),
        ActualMeasure.approved_by_id.is_(None),
    )
    return db.session.scalars(statement).all()


def close_measuring(*, actor: Actor, record: EvaluationRound) -> None:
    """Copy the figures of the named sources, keep what they were read from, and mark what was not handed in.

    Called by `change_phase`. Where a source has nothing to know of a department (no report was due, nobody works there)
    the indicator does not apply to it: nobody was late, so nothing is scored as missing.
    """
    rows, members = compositions_of(record.id), members_of(record)
    statement = select(ActualMeasure).where(ActualMeasure.round_id == record.id)
    kept = {(row.indicator_id, row.department_id): row for row in db.session.scalars(statement)}
    readings = source_readings(record, rows, members)
    keep_pictures(actor=actor, record=record, readings=readings, members=members)
    figures, joint = figures_in(readings, rows, members), joint_of(record.id)
    for row in rows:
        for member in members:
            key = (row.indicator_id, member.department_id)
            if member.peer_group_id != row.peer_group_id or row.method is Method.PANEL:
                continue
            if row.named_source is not None:
                _copy_figure(record, row, kept, key, figures.get(key), actor)
            elif key in kept:
                _close_periods(kept[key])
            elif joint.source_of(*key) == key:
                kept[key] = _new(record, key, MeasureState.MISSING, actor)
    db.session.flush()
    publish(SourcesCopied(actor_id=actor.id, round_id=record.id, measures=len(figures)))


def _close_periods(row: ActualMeasure) -> None:
    """What lacks a period is not handed in: a sum or a mean of the good months only would be no measure of the year."""
    if row.state is MeasureState.VALUE and row.units is not None and not SubUnits.from_plain(row.units).is_complete:
        row.state, row.value = MeasureState.MISSING, None


def _copy_figure(
    record: EvaluationRound,
    composition: Composition,
    kept: dict[MeasureKey, ActualMeasure],
    key: MeasureKey,
    figure: Decimal | None,
    actor: Actor,
) -> None:
    row = kept.get(key)
    if row is not None and row.state is MeasureState.NOT_APPLICABLE:
        return
    state = MeasureState.NOT_APPLICABLE if figure is None else MeasureState.VALUE
    row = row or _new(record, key, state, actor)
    row.state, row.value, row.grade, row.named_source = state, figure, None, composition.named_source
    row.entered_by_id = row.approved_by_id = row.approved_at = None
    row.entered_at = clock.now()
    if figure is None:
        row.exempted_by_id, row.exempted_at = actor.id, row.entered_at
        row.exemption_reason = str(_("The product has nothing to count for this department in these days."))
    kept[key] = row


def _new(record: EvaluationRound, key: tuple[int, int], state: MeasureState, actor: Actor) -> ActualMeasure:
    row = ActualMeasure(
        round_id=record.id,
        indicator_id=key[0],
        department_id=key[1],
        state=state,
        note="",
        entered_by_id=actor.id,
        entered_at=clock.now(),
    )
    db.session.add(row)
    return row
