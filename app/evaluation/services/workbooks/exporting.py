"""A round as a workbook: the columns an import reads, and the empty form of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.core.sheets import Column, Sheet, write_workbook
from app.core.sheets.columns import Cell
from app.core.sheets.writing import Target
from app.evaluation.enums import MeasureState, Method
from app.evaluation.models import Composition, EvaluationRound, Indicator, Objective, Perspective
from app.evaluation.queries.scoring import Measured, compositions_of, measures_of, members_of
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.workbooks import columns, words
from app.organization.models import PeerGroup
from app.organization.queries import departments_on, peer_groups


def write_template(target: Target, *, code: str = "") -> dict[str, int]:
    """Write the empty workbook with drop-downs and a sheet that explains each column; the round's code filled in."""
    departments = [unit.name for unit in departments_on() if unit.peer_group_id is not None]
    groups = [group.name for group in peer_groups()]
    rounds = [[code, None, None, None, None]] if code else []
    sheets = [
        Sheet(columns.ROUNDS, columns.ROUND_COLUMNS, rounds),
        Sheet(columns.INDICATORS, _offering(columns.INDICATOR_COLUMNS, columns.GROUPS, groups)),
        Sheet(columns.MEASURES, _offering(columns.MEASURE_COLUMNS, columns.DEPARTMENT, departments)),
    ]
    return write_workbook(target, sheets, explain=True)


def write_export(target: Target, *, record: EvaluationRound) -> dict[str, int]:
    """Write a round: what `import_workbook` reads back to the same round. Values not handed in are empty rows."""
    rows = compositions_of(record.id)
    sheets = [
        Sheet(columns.ROUNDS, columns.ROUND_COLUMNS, [round_row(record)]),
        Sheet(columns.INDICATORS, columns.INDICATOR_COLUMNS, list(indicator_rows(record, rows))),
        Sheet(columns.MEASURES, columns.MEASURE_COLUMNS, list(_measure_rows(record, rows))),
    ]
    return write_workbook(target, sheets, explain=True)


def write_definitions(target: Target, *, record: EvaluationRound | None = None, code: str = "") -> dict[str, int]:
    """Write the definition sheets of a round with their weights; without a round the empty form for one of that code."""
    groups = [group.name for group in peer_groups()]
    rows = list(indicator_rows(record, compositions_of(record.id))) if record else []
    told = round_row(record) if record else [code, None, None, None, None]
    sheets = [
        Sheet(columns.ROUNDS, columns.ROUND_COLUMNS, [told]),
        Sheet(columns.INDICATORS, _offering(columns.INDICATOR_COLUMNS, columns.GROUPS, groups), rows),
    ]
    return write_workbook(target, sheets, explain=True)


def round_row(record: EvaluationRound) -> list[Cell]:
    """The row of the sheet 평가회차."""
    return [record.code, record.name, Decimal(record.year), record.starts_on, record.base_on]


def _offering(sheet: Sequence[Column], header: str, offered: Sequence[str]) -> list[Column]:
    return [
        Column(c.header, kind=c.kind, width=c.width, note=c.note, choices=offered or None, required=c.required)
        if c.header == header
        else c
        for c in sheet
    ]


def indicator_rows(record: EvaluationRound, rows: Sequence[Composition]) -> Iterator[list[Cell]]:
    """The rows of the sheet 지표: one for each indicator and peer group."""
    places = {
        indicator: (perspective, objective)
        for indicator, perspective, objective in db.session.execute(
            select(Indicator.id, Perspective.name, Objective.name)
            .outerjoin(Perspective, Perspective.id == Indicator.perspective_id)
            .outerjoin(Objective, Objective.id == Indicator.objective_id)
            .where(Indicator.id.in_({row.indicator_id for row in rows}))
        )
    }
    groups = {group.id: group.name for group in db.session.scalars(select(PeerGroup))}
    for row in rows:
        past = row.history.get("common", {})
        yield [
            row.code,
            *places[row.indicator_id],
            row.name,
            row.unit,
            words.word(words.DIRECTIONS, row.direction) if row.direction else None,
            words.word(words.METHODS, row.method),
            row.weight,
            *(row.target, row.worst, row.best, row.cap, row.floor),
            row.digits,
            words.word(words.ROUNDINGS, row.rounding),
            groups[row.peer_group_id],
            *(_past(past, record.year - back) for back in range(5, 0, -1)),
        ]


def _past(past: dict[str, str], year: int) -> Decimal | None:
    value = past.get(str(year))
    return None if value is None else Decimal(value)


def _measure_rows(record: EvaluationRound, rows: Sequence[Composition]) -> Iterator[list[Cell]]:
    measures = measures_of(record.id)
    members = members_of(record)
    names = [member.department for member in members]
    codes = {unit.id: unit.code for unit in departments_on(record.base_on)}
    for row in rows:
        for member in members:
            if member.peer_group_id != row.peer_group_id:
                continue
            measured = measures.get((row.indicator_id, member.department_id))
            if measured is None and (row.method is Method.PANEL or row.named_source):
                continue
            repeats = names.count(member.department) > 1
            name = codes.get(member.department_id, member.department) if repeats else member.department
            yield [row.code, name, *_measure_cells(measured)]


def _measure_cells(measured: Measured | None) -> list[Cell]:
    if measured is None:
        return [None, None, None]
    actual = measured.actual
    text = format(actual, "f") if isinstance(actual, Decimal) else actual
    text = str(actual) if isinstance(actual, SubUnits) else text
    state = words.word(words.STATES, MeasureState(measured.state))
    return [text if isinstance(text, str) else None, state, measured.note or None]
