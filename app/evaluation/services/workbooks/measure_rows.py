"""실적: rows of actual values, checked against the indicator they belong to and the phase of the round."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Problems, Row
from app.evaluation.enums import MeasureState
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.scoring import Measured, MeasureKey, measures_of, members_of
from app.evaluation.rules import phases
from app.evaluation.services.measures import MeasureDraft
from app.evaluation.services.workbooks import columns, words
from app.evaluation.services.workbooks.offices import Office
from app.evaluation.services.workbooks.plans import MeasurePlan, RoundPlan, Target
from app.evaluation.services.workbooks.rows import RowReader, read_measure

_UNTOUCHED = Measured(MeasureState.MISSING, None)


@dataclass(frozen=True, kw_only=True)
class MeasurePlace:
    """What the rows of a workbook are read against. `record` is None for a round that is not made yet."""

    round: RoundPlan
    record: EvaluationRound | None
    office: Office
    targets: Mapping[tuple[str, int], Target]
    """(indicator code, peer group) → what it is scored by."""
    told: Collection[str | None]
    """Codes the sheet 지표 has a row for, right or wrong: a wrong row is told there and not here again."""

    @cached_property
    def members(self) -> Mapping[int, int] | None:
        """Departments of a round that is fixed, with their peer group; None while the round takes new ones."""
        if self.record is None or not phases.membership_frozen(self.record.phase):
            return None
        return {member.department_id: member.peer_group_id for member in members_of(self.record)}

    @cached_property
    def fixed(self) -> Mapping[MeasureKey, Measured] | None:
        """What was entered in a round that takes no values any more; None while it does."""
        if self.record is None:
            return None
        phase = self.record.phase
        if phases.may_enter_measures(phase) or phases.may_edit_setup(phase):
            return None
        return measures_of(self.record.id)


def read_measures(rows: Sequence[Row], place: MeasurePlace, problems: Problems) -> list[MeasurePlan]:
    """Read the sheet 실적; wrong rows are added to `problems`. A closed round accepts what it has, and gives nothing."""
    found: dict[tuple[str, int], MeasurePlan] = {}
    for row in rows:
        reader = RowReader(columns.MEASURES, row, problems)
        item = _read_measure(reader, place)
        if item is None:
            continue
        if (item.code, item.department_id) in found:
            reader.note(columns.CODE, _("This indicator of this department is in the sheet twice."))
        found[item.code, item.department_id] = item
    return list(found.values()) if place.fixed is None else []


def _read_measure(reader: RowReader, place: MeasurePlace) -> MeasurePlan | None:
    code, name = reader.row.text(columns.CODE), reader.row.text(columns.DEPARTMENT)
    if code is None or name is None:
        return None
    with reader.noting(columns.DEPARTMENT):
        unit = place.office.department_named(name, place.round.base_on)
        group_id = unit.peer_group_id if place.members is None else place.members.get(unit.id)
        if group_id is None:
            raise Refused(_("“%(name)s” does not take part in this round.", name=name))
        target = place.targets.get((code, group_id))
        if target is None:
            _tell_unknown(reader, place, code, group_id)
            return None
        draft = read_measure(reader, target.definition)
        if draft is not None:
            _check_fixed(reader, place, (target.indicator_id or 0, unit.id), draft)
            return MeasurePlan(row=reader.row.number, code=code, department_id=unit.id, draft=draft)
    return None


def _tell_unknown(reader: RowReader, place: MeasurePlace, code: str, group_id: int) -> None:
    reader.word(columns.STATE, words.STATES)
    is_broken = code in place.told and not any(code == known for known, _group in place.targets)
    if not is_broken:
        group = place.office.group_name(group_id)
        sentence = _("There is no indicator “%(code)s” for “%(group)s” in this round.", code=code, group=group)
        reader.note(columns.CODE, sentence)


def _check_fixed(reader: RowReader, place: MeasurePlace, key: MeasureKey, draft: MeasureDraft) -> None:
    """A round that is scored may be read again as it was exported, and not otherwise."""
    if place.fixed is None:
        return
    kept = place.fixed.get(key, _UNTOUCHED)
    if (kept.state, kept.actual, kept.note) != (draft.state, draft.actual, draft.note):
        reader.note(columns.ACTUAL, _("Actual values can be entered while the round is measuring, not now."))
