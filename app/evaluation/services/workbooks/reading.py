"""A workbook as a plan: every sheet read, every row checked, all that is wrong told at once."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.core.sheets import Problems, Row, read_workbook
from app.evaluation.models import Composition, EvaluationRound, Indicator
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.rules import phases
from app.evaluation.rules.composition import check_composition
from app.evaluation.services.workbooks import columns
from app.evaluation.services.workbooks.measure_rows import MeasurePlace, read_measures
from app.evaluation.services.workbooks.offices import Office
from app.evaluation.services.workbooks.plans import IndicatorPlan, RoundPlan, Target, WorkbookPlan
from app.evaluation.services.workbooks.round_rows import read_other_rounds, read_round, round_with_code
from app.evaluation.services.workbooks.rows import RowReader, read_indicator

Targets = Mapping[tuple[str, int], Target]


def read_plan(source: IO[bytes] | str | Path, code: str | None, problems: Problems) -> WorkbookPlan:
    """Read a workbook for a round.

    `code` is the round asked for (None: the one the workbook names). Wrong rows are added to `problems`.
    Raises Refused where the workbook as a whole cannot be used.
    """
    rows = read_workbook(source, columns.SPECS, problems)
    if not any(rows.values()):
        raise Refused(_("The workbook has no rows in the sheets 평가회차, 지표 and 실적."))
    plan = WorkbookPlan(round=read_round(rows[columns.ROUNDS], code, problems))
    plan.other_rounds = read_other_rounds(rows[columns.ROUNDS], plan.round.code, problems)
    record = round_with_code(plan.round.code)
    office = Office.load()
    plan.indicators = _read_indicators(rows[columns.INDICATORS], plan.round, office, problems)
    _check_compositions(plan.indicators, office, problems)
    if record is not None and not phases.may_edit_setup(record.phase):
        _check_frozen(plan, record, problems)
    if rows[columns.MEASURES]:
        told = rows[columns.INDICATORS]
        place = MeasurePlace(
            round=plan.round,
            record=record,
            office=office,
            targets=plan.targets() if told else _stored_targets(record),
            told={row.text(columns.CODE) for row in told},
        )
        plan.measures = read_measures(rows[columns.MEASURES], place, problems)
    return plan


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
