"""A workbook as a plan: every sheet read, every row checked, all that is wrong told at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Problems, Row, read_workbook
from app.evaluation.models import Composition, EvaluationRound, Indicator
from app.evaluation.queries.scoring import compositions_of, members_of
from app.evaluation.rules import phases
from app.evaluation.rules.composition import check_composition
from app.evaluation.services.workbooks import columns
from app.evaluation.services.workbooks.offices import Office
from app.evaluation.services.workbooks.plans import IndicatorPlan, MeasurePlan, RoundPlan, Target, WorkbookPlan
from app.evaluation.services.workbooks.rows import RowReader, read_indicator, read_measure

FIRST_YEAR, LAST_YEAR = 1990, 2100
Targets = Mapping[tuple[str, int], Target]


def read_plan(source: IO[bytes] | str | Path, code: str | None, problems: Problems) -> WorkbookPlan:
    """Read a workbook for a round.

    `code` is the round asked for (None: the one the workbook names). Wrong rows are added to `problems`.
    Raises Refused where the workbook as a whole cannot be used.
    """
    rows = read_workbook(source, columns.SPECS, problems)
    if not any(rows.values()):
        raise Refused(_("The workbook has no rows in the sheets 평가회차, 지표 and 실적."))
    plan = WorkbookPlan(round=_read_round(rows[columns.ROUNDS], code, problems))
    plan.other_rounds = _read_other_rounds(rows[columns.ROUNDS], plan.round.code, problems)
    record = round_with_code(plan.round.code)
    office = Office.load()
    plan.indicators = _read_indicators(rows[columns.INDICATORS], plan.round, office, problems)
    _check_compositions(plan.indicators, office, problems)
    if record is not None and not phases.may_edit_setup(record.phase):
        _check_frozen(plan, record, problems)
    targets = plan.targets() if rows[columns.INDICATORS] else _stored_targets(record)
    if rows[columns.MEASURES]:
        plan.measures = _read_measures(rows[columns.MEASURES], plan, record, targets, office, problems)
    return plan


def round_with_code(code: str) -> EvaluationRound | None:
    """Return the round of that code."""
    return db.session.scalar(select(EvaluationRound).where(EvaluationRound.code == code))


def _read_round(rows: Sequence[Row], code: str | None, problems: Problems) -> RoundPlan:
    """Read the round that 지표 and 실적 belong to; where the sheet names several, `code` says which."""
    named = list(dict.fromkeys(text for row in rows if (text := row.text("회차코드")) is not None))
    if code is None and len(named) > 1:
        raise Refused(_("The sheet 평가회차 names several rounds; say which with --round."))
    wanted = code or (named[0] if named else None)
    if wanted is None:
        raise Refused(_("Say which round: in the sheet 평가회차 or with --round."))
    same = [row for row in rows if row.text("회차코드") == wanted]
    for row in same[1:]:
        problems.add(columns.ROUNDS, row.number, "회차코드", _("This round is in the sheet twice."))
    stored = round_with_code(wanted)
    if not same:
        _refuse_another_round(rows, wanted, stored, problems)
    return _round_plan(wanted, same[0] if same else None, stored, problems)


def _refuse_another_round(rows: Sequence[Row], wanted: str, stored: EvaluationRound | None, problems: Problems) -> None:
    """A round the sheet does not describe must exist, and then the sheet may not describe others."""
    if stored is None:
        raise Refused(_("There is no round “%(code)s”, and the sheet 평가회차 does not describe it.", code=wanted))
    for row in rows:
        found = row.text("회차코드")
        if found is not None:
            sentence = _("This workbook is read for round “%(wanted)s”, not “%(found)s”.", wanted=wanted, found=found)
            problems.add(columns.ROUNDS, row.number, "회차코드", sentence)


def _read_other_rounds(rows: Sequence[Row], code: str, problems: Problems) -> list[RoundPlan]:
    """The rounds beside the chosen one that do not exist yet: they are made too, without indicators."""
    found: dict[str, RoundPlan] = {}
    for row in rows:
        other = row.text("회차코드")
        if other is None or other == code or round_with_code(other) is not None:
            continue
        if other in found:
            problems.add(columns.ROUNDS, row.number, "회차코드", _("This round is in the sheet twice."))
        found[other] = _round_plan(other, row, None, problems)
    return list(found.values())


def _round_plan(code: str, row: Row | None, stored: EvaluationRound | None, problems: Problems) -> RoundPlan:
    starts_on = row.date_of("시작일") if row else None
    base_on = row.date_of("기준일") if row else None
    year = _year(row, starts_on, base_on, stored, problems)
    name = row.text("명칭") if row else None
    plan = RoundPlan(
        code=code,
        name=name or (stored.name if stored else code),
        year=year,
        starts_on=starts_on or (stored.starts_on if stored else date(year, 1, 1)),
        base_on=base_on or (stored.base_on if stored else date(year, 12, 31)),
    )
    if row is not None and plan.base_on < plan.starts_on:
        sentence = _("The base date lies before the first day of the round.")
        problems.add(columns.ROUNDS, row.number, "기준일", sentence)
    return plan


def _year(
    row: Row | None, starts_on: date | None, base_on: date | None, stored: EvaluationRound | None, problems: Problems
) -> int:
    number = row.number_of("연도") if row else None
    if number is None:
        day = starts_on or base_on
        return day.year if day else stored.year if stored else clock.today().year
    if number != number.to_integral_value() or not FIRST_YEAR <= number <= LAST_YEAR:
        assert row is not None
        problems.add(columns.ROUNDS, row.number, "연도", _("This must be a year such as 2026."))
        return clock.today().year
    return int(number)


def _read_indicators(rows: Sequence[Row], plan: RoundPlan, office: Office, problems: Problems) -> list[IndicatorPlan]:
    codes = [row.text(columns.CODE) for row in rows]
    known = {row.code: row for row in db.session.scalars(select(Indicator).where(Indicator.code.in_(codes)))}
    found: list[IndicatorPlan] = []
    names: dict[str, str] = {}
    taken: set[tuple[str, int]] = set()
    for row in rows:
        reader = RowReader(columns.INDICATORS, row, problems)
        item = read_indicator(reader, year=plan.year, office=office, known=known)
        if item is None:
            continue
        if names.setdefault(item.code, item.name) != item.name:
            reader.note("지표명", _("The code “%(code)s” already stands for another name.", code=item.code))
        twice = [group_id for group_id in item.group_ids if (item.code, group_id) in taken]
        if twice:
            group = office.group_name(twice[0])
            reader.note(columns.CODE, _("“%(code)s” is in “%(group)s” twice.", code=item.code, group=group))
        taken.update((item.code, group_id) for group_id in item.group_ids)
        found.append(item)
    return found


def _check_compositions(plans: Sequence[IndicatorPlan], office: Office, problems: Problems) -> None:
    """Say which peer group's weights do not sum to 100, beside its last row; wrong rows are told first."""
    if any(error.sheet == columns.INDICATORS for error in problems.errors):
        return
    for group in office.groups:
        inside = [plan for plan in plans if group.id in plan.group_ids]
        if not inside:
            continue
        shares: dict[str, Decimal] = {plan.code: plan.weight for plan in inside}
        try:
            check_composition(group.name, shares)
        except Refused as refusal:
            problems.add(columns.INDICATORS, inside[-1].row, columns.WEIGHT, refusal.reason)


def _check_frozen(plan: WorkbookPlan, record: EvaluationRound, problems: Problems) -> None:
    """A round that was opened takes measures only: rows of 지표 must say what is fixed already."""
    rows = {(row.code, row.peer_group_id): row for row in compositions_of(record.id)}
    for item in plan.indicators:
        for group_id in item.group_ids:
            row = rows.get((item.code, group_id))
            fixed = (row.weight, _expressible(row, record.year), row.digits, row.rounding) if row else None
            if fixed != (item.weight, item.definition.parameters, item.digits, item.rounding):
                sentence = _("Fixed since the round was opened: indicators and weights cannot be changed.")
                problems.add(columns.INDICATORS, item.row, columns.CODE, sentence)
                break


def _expressible(row: Composition, year: int) -> dict[str, object]:
    """The parameters of a fixed row as far as a workbook can say them: it has columns for five past years."""
    definition = row.definition
    shown = {when: value for when, value in definition.history.items() if 1 <= year - int(when) <= len(columns.PAST)}
    return definition.with_history(shown).parameters


def _stored_targets(record: EvaluationRound | None) -> Targets:
    if record is None:
        return {}
    return {
        (row.code, row.peer_group_id): Target(definition=row.definition, indicator_id=row.indicator_id)
        for row in compositions_of(record.id)
    }


def _read_measures(
    rows: Sequence[Row],
    plan: WorkbookPlan,
    record: EvaluationRound | None,
    targets: Targets,
    office: Office,
    problems: Problems,
) -> list[MeasurePlan]:
    frozen = record is not None and phases.membership_frozen(record.phase)
    members = {m.department_id: m.peer_group_id for m in members_of(record)} if record and frozen else None
    found: dict[tuple[str, int], MeasurePlan] = {}
    for row in rows:
        reader = RowReader(columns.MEASURES, row, problems)
        item = _read_measure(reader, plan, targets, office, members)
        if item is None:
            continue
        if (item.code, item.department_id) in found:
            reader.note(columns.CODE, _("This indicator of this department is in the sheet twice."))
        found[item.code, item.department_id] = item
    return list(found.values())


def _read_measure(
    reader: RowReader,
    plan: WorkbookPlan,
    targets: Targets,
    office: Office,
    members: Mapping[int, int] | None,
    broken: Collection[str],
) -> MeasurePlan | None:
    code, name = reader.row.text(columns.CODE), reader.row.text(columns.DEPARTMENT)
    if code is None or name is None:
        return None
    with reader.noting(columns.DEPARTMENT):
        unit = office.department_named(name, plan.round.base_on)
        group_id = unit.peer_group_id if members is None else members.get(unit.id)
        if group_id is None:
            raise Refused(_("“%(name)s” does not take part in this round.", name=name))
        target = targets.get((code, group_id))
        if target is None:
            reader.word(columns.STATE, words.STATES)
            if code not in broken:
                group = office.group_name(group_id)
                sentence = _("There is no indicator “%(code)s” for “%(group)s” in this round.", code=code, group=group)
                reader.note(columns.CODE, sentence)
            return None
        draft = read_measure(reader, target.definition)
        if draft is not None:
            return MeasurePlan(row=reader.row.number, code=code, department_id=unit.id, draft=draft)
    return None
