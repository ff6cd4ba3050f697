"""평가표의 이전 판: what an evaluator had handed in before opening a sheet again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.evaluation.enums import SheetState
from app.evaluation.models import Criterion, KeptMark, KeptSheet, ScoreSheet


@dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """A version of a sheet with its marks: (criterion, mark, note)."""

    number: int
    state: SheetState
    note: str
    reason: str
    closed_at: datetime | None
    marks: Sequence[tuple[str, Decimal, str]]


def kept_versions(sheet: ScoreSheet | None) -> Sequence[KeptVersion]:
    """Return the kept versions of a sheet, the first one first, in two statements."""
    if sheet is None:
        return ()
    rows = db.session.scalars(select(KeptSheet).where(KeptSheet.sheet_id == sheet.id).order_by(KeptSheet.number)).all()
    marks: dict[int, list[tuple[str, Decimal, str]]] = {row.id: [] for row in rows}
    if marks:
        statement = (
            select(KeptMark.kept_sheet_id, Criterion.name, KeptMark.mark, KeptMark.note)
            .join(Criterion, Criterion.id == KeptMark.criterion_id)
            .where(KeptMark.kept_sheet_id.in_(marks))
            .order_by(Criterion.position, Criterion.id)
        )
        for kept_id, name, mark, note in db.session.execute(statement):
            marks[kept_id].append((name, mark, note))
    return [
        KeptVersion(
            number=row.number,
            state=row.state,
            note=row.note,
            reason=row.reason,
            closed_at=row.closed_at,
            marks=marks[row.id],
        )
        for row in rows
    ]
