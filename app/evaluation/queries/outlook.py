"""제출 일정과 조기경보: what is due when in a round, and what it looks like for the targets. Four statements a round."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.core.database import db
from app.core.figures import bare
from app.evaluation.enums import Cadence, MeasureState
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound
from app.evaluation.queries.joint_indicators import joint_of
from app.evaluation.queries.scoring import MeasureKey, Member, compositions_of, members_of
from app.evaluation.rules.forecasts import Outlook, from_periods, from_value, from_years
from app.evaluation.rules.methods.reading import YearValue
from app.evaluation.rules.periods import Period, periods_of
from app.evaluation.rules.units import SubUnits

NOT_ASKED = frozenset({MeasureState.NOT_APPLICABLE, MeasureState.NOT_DUE})


@dataclass(frozen=True, kw_only=True)
class OutlookLine:
    """One indicator a department types in: what is in, what is late, and the outlook for its target."""

    department_id: int
    department: str
    indicator_id: int
    code: str
    name: str
    unit: str
    target: Decimal | None
    state: MeasureState | None
    shown: str | None
    waits: bool
    """Entered, and not approved by the head yet."""
    due: Sequence[Period]
    """Everything that is asked for, in the order of time; one period where there are no others.

    Nothing where the indicator does not apply or is not due in the round.
    """
    arrived: frozenset[str]
    """Labels of what is in."""
    outlook: Outlook | None

    def late(self, today: date) -> Sequence[Period]:
        """What should be in and is not."""
        return [period for period in self.missing if period.due < today]

    @property
    def missing(self) -> Sequence[Period]:
        """What is not in yet; nothing where nothing is asked for."""
        return [period for period in self.due if period.label not in self.arrived]

    def is_concern(self, today: date) -> bool:
        """Whether somebody should act now: something is late, or the target is unlikely."""
        return bool(self.late(today)) or (self.outlook is not None and self.outlook.is_unlikely)


@dataclass(frozen=True)
class _Entered:
    state: MeasureState
    value: Decimal | None
    grade: str | None
    units: SubUnits | None
    is_approved: bool


def outlook_lines(record: EvaluationRound, department_ids: Collection[int] | None = None) -> Sequence[OutlookLine]:
    """Return every typed indicator of the departments (None: all), by department and in the order of the indicators.

    A joint indicator stands with the department that enters its value, and nowhere else.
    """
    rows: dict[int, list[Composition]] = {}
    for row in compositions_of(record.id):
        if row.has_typed_value:
            rows.setdefault(row.peer_group_id, []).append(row)
    entered, joint = _entered(record.id), joint_of(record.id)
    members = [m for m in members_of(record) if department_ids is None or m.department_id in department_ids]
    periods = {cadence: periods_of(cadence, record.starts_on, record.base_on) for cadence in Cadence}
    whole = [Period(str(record.year), record.starts_on, record.base_on, record.base_on)]
    return [
        _line(record, member, row, entered.get((row.indicator_id, member.department_id)), periods, whole)
        for member in members
        for row in rows.get(member.peer_group_id, ())
        if joint.source_of(row.indicator_id, member.department_id) == (row.indicator_id, member.department_id)
    ]


def _entered(round_id: int) -> dict[MeasureKey, _Entered]:
    statement = select(
        ActualMeasure.indicator_id,
        ActualMeasure.department_id,
        ActualMeasure.state,
        ActualMeasure.value,
        ActualMeasure.grade,
        ActualMeasure.units,
        ActualMeasure.approved_by_id,
    ).where(ActualMeasure.round_id == round_id)
    return {
        (indicator, department): _Entered(state, value, grade, _units(units), approver is not None)
        for indicator, department, state, value, grade, units, approver in db.session.execute(statement)
    }


def _units(plain: Mapping[str, Any] | None) -> SubUnits | None:
    return None if plain is None else SubUnits.from_plain(plain)


def _line(
    record: EvaluationRound,
    member: Member,
    row: Composition,
    known: _Entered | None,
    periods: Mapping[Cadence, Sequence[Period]],
    whole: Sequence[Period],
) -> OutlookLine:
    how = row.definition.aggregation
    by_period = how is not None and how.by_period
    periods_of_row = periods[row.cadence] if by_period else whole
    due = () if known is not None and known.state in NOT_ASKED else periods_of_row
    return OutlookLine(
        department_id=member.department_id,
        department=member.department,
        indicator_id=row.indicator_id,
        code=row.code,
        name=row.name,
        unit=row.unit,
        target=row.target,
        state=None if known is None else known.state,
        shown=_shown(known),
        waits=known is not None
        and known.state in {MeasureState.VALUE, MeasureState.NOT_APPLICABLE}
        and not known.is_approved,
        due=due,
        arrived=frozenset(_arrived(known, due, by_period=by_period)),
        outlook=_outlook(record, member, row, known, len(periods_of_row)),
    )


def _shown(known: _Entered | None) -> str | None:
    if known is None:
        return None
    return known.grade if known.value is None else bare(known.value)


def _arrived(known: _Entered | None, due: Sequence[Period], *, by_period: bool) -> Iterable[str]:
    if known is None:
        return ()
    if by_period:
        return () if known.units is None else (name for name, _value, _weight in known.units.parts)
    return () if known.state is MeasureState.MISSING else (period.label for period in due)


def _outlook(
    record: EvaluationRound, member: Member, row: Composition, known: _Entered | None, count: int
) -> Outlook | None:
    """None where there is no target with a better side, or too little to say anything."""
    target, direction = row.target, row.direction
    if target is None or direction is None or (known is not None and known.state is MeasureState.NOT_APPLICABLE):
        return None
    if known is not None and known.units is not None and known.units.how.by_period:
        values = [value for _name, value, _weight in known.units.parts]
        return from_periods(values, count, known.units.how, target, direction)
    if known is not None and known.value is not None:
        return from_value(known.value, target, direction)
    past = [YearValue(int(year), Decimal(value)) for year, value in row.history_of(member.department_id).items()]
    return from_years(past, record.year, target, direction)


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """A day something is due: by which period, and how much of it is in."""

    due: date
    label: str
    expected: int
    arrived: int
    departments: Sequence[str]
    """Departments that still owe something."""

    @property
    def is_done(self) -> bool:
        """Whether everything is in."""
        return self.arrived == self.expected


def due_days(lines: Sequence[OutlookLine]) -> Sequence[DueDay]:
    """Gather the lines by the days they are due, in the order of time."""
    days: dict[tuple[date, str], list[OutlookLine]] = {}
    for line in lines:
        for period in line.due:
            days.setdefault((period.due, period.label), []).append(line)
    return [
        DueDay(
            due=due,
            label=label,
            expected=len(asked),
            arrived=sum(label in line.arrived for line in asked),
            departments=list(dict.fromkeys(line.department for line in asked if label not in line.arrived)),
        )
        for (due, label), asked in sorted(days.items())
    ]


@dataclass(frozen=True, kw_only=True)
class DepartmentOutlook:
    """How a department stands, in counts."""

    department_id: int
    department: str
    missing: int
    late: int
    waiting: int
    unlikely: int
    likely: int
    unknown: int


def by_department(lines: Sequence[OutlookLine], today: date) -> Sequence[DepartmentOutlook]:
    """Count the lines of every department, those with most to worry about first."""
    found: dict[tuple[int, str], list[OutlookLine]] = {}
    for line in lines:
        found.setdefault((line.department_id, line.department), []).append(line)
    counted = [
        DepartmentOutlook(
            department_id=department_id,
            department=department,
            missing=sum(bool(line.missing) for line in own),
            late=sum(bool(line.late(today)) for line in own),
            waiting=sum(line.waits for line in own),
            unlikely=sum(line.outlook is not None and line.outlook.is_unlikely for line in own),
            likely=sum(line.outlook is not None and line.outlook.is_likely for line in own),
            unknown=sum(line.outlook is None for line in own),
        )
        for (department_id, department), own in found.items()
    ]
    return sorted(counted, key=lambda row: (-row.unlikely - row.late, -row.missing))
