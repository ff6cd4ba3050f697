"""지표정의서 엑셀: definition sheets and weights of a round in planning, looked at first, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from app.core.access import Actor
from app.core.database import db
from app.core.errors import CHANGED, Conflict, Refused, WrongState
from app.core.figures import bare
from app.core.messages import _
from app.core.sheets import Problems
from app.core.sheets.columns import Cell
from app.core.snapshots import fingerprint
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.scoring import compositions_of
from app.evaluation.rules import phases
from app.evaluation.services.workbooks import columns
from app.evaluation.services.workbooks.exporting import indicator_rows, round_row
from app.evaluation.services.workbooks.importing import apply_plan
from app.evaluation.services.workbooks.plans import WorkbookPlan
from app.evaluation.services.workbooks.reading import read_plan

Told = Mapping[tuple[str, str], Mapping[str, str]]
"""{(code, peer group): {column: text}}; the round itself under ("", "")."""
HEADERS = [column.header for column in columns.INDICATOR_COLUMNS]
ROUND_HEADERS = [column.header for column in columns.ROUND_COLUMNS]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A cell that would change, under its column; empty text where there was or will be nothing."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """A row that is new, changed or gone. `code` is empty for the round itself."""

    code: str
    name: str
    group: str
    is_new: bool
    is_gone: bool
    differences: Sequence[Difference]


@dataclass(frozen=True, kw_only=True)
class DefinitionChanges:
    """What a workbook would change, and a digest of both: what was seen is what is entered."""

    rows: Sequence[RowChange]
    unchanged: int
    digest: str


def preview_definitions(*, actor: Actor, record: EvaluationRound, source: IO[bytes]) -> DefinitionChanges:
    """Say what the workbook would change; nothing is saved.

    Raises WrongState for a round that is open, SheetErrors with every wrong row, Refused for a workbook about more
    than the definition sheets of this round.
    """
    savepoint = db.session.begin_nested()
    try:
        return _enter(actor, record, source)
    finally:
        savepoint.rollback()
        db.session.expire_all()


def import_definitions(*, actor: Actor, record: EvaluationRound, source: IO[bytes], digest: str) -> DefinitionChanges:
    """Enter what was seen. Raises as `preview_definitions` does, and Conflict where it would be something else now."""
    found = _enter(actor, record, source)
    if found.digest != digest:
        raise Conflict(CHANGED)
    return found


def _enter(actor: Actor, record: EvaluationRound, source: IO[bytes]) -> DefinitionChanges:
    policy.require(Permission.ROUND_EDIT, actor)
    if not phases.may_edit_setup(record.phase):
        raise WrongState(_("The round is open: its set-up does not change any more."))
    problems = Problems()
    plan = read_plan(source, record.code, problems)
    problems.raise_any()
    _check_scope(plan)
    before = _told(record)
    apply_plan(plan, actor)
    after = _told(record)
    rows = [change for key in dict.fromkeys([*before, *after]) if (change := _change(key, before, after)) is not None]
    return DefinitionChanges(
        rows=rows,
        unchanged=sum(before.get(key) == row for key, row in after.items() if key[0]),
        digest=fingerprint({"before": _plain(before), "after": _plain(after)}),
    )


def _check_scope(plan: WorkbookPlan) -> None:
    """A page for definition sheets lets nobody enter actual values of departments, or other rounds."""
    if plan.measures:
        raise Refused(_("Actual values are entered by the departments: leave the sheet 실적 out of this workbook."))
    if plan.other_rounds:
        raise Refused(_("The workbook describes other rounds too; bring in one round at a time."))
    if not plan.indicators:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=columns.INDICATORS))


def _told(record: EvaluationRound) -> Told:
    group = HEADERS.index(columns.GROUPS)
    found: dict[tuple[str, str], Mapping[str, str]] = {
        ("", ""): dict(zip(ROUND_HEADERS, map(_text, round_row(record)), strict=True))
    }
    for row in indicator_rows(record, compositions_of(record.id)):
        cells = [_text(cell) for cell in row]
        found[cells[0], cells[group]] = dict(zip(HEADERS, cells, strict=True))
    return found


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return bare(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _change(key: tuple[str, str], before: Told, after: Told) -> RowChange | None:
    old, new = before.get(key), after.get(key)
    if old == new:
        return None
    shown = new or old or {}
    differences = [
        Difference(column=header, before=(old or {}).get(header, ""), after=(new or {}).get(header, ""))
        for header in shown
        if (old or {}).get(header, "") != (new or {}).get(header, "")
    ]
    return RowChange(
        code=key[0],
        name=shown.get("지표명") or shown.get("명칭", ""),
        group=key[1],
        is_new=old is None,
        is_gone=new is None,
        differences=differences if old is not None and new is not None else (),
    )


def _plain(told: Told) -> list[list[object]]:
    return [[*key, dict(row)] for key, row in sorted(told.items())]
