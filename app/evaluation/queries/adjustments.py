"""Reads about bonus and penalty points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Person
from app.evaluation.enums import AdjustmentKind
from app.evaluation.models import PointAdjustment
from app.evaluation.queries.rows import rows_as
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class AdjustmentRow:
    """One entry of bonus or penalty points, with who entered it."""

    id: int
    department: str
    kind: AdjustmentKind
    item: str
    source: str
    points: Decimal
    cap: Decimal | None
    inside: str
    reason: str
    entered_by: str | None
    entered_at: datetime


def adjustment_rows(round_id: int) -> Sequence[AdjustmentRow]:
    """Return the entries of a round by department and item, in one statement."""
    statement = (
        select(
            PointAdjustment.id,
            Department.name,
            PointAdjustment.kind,
            PointAdjustment.item,
            PointAdjustment.source,
            PointAdjustment.points,
            PointAdjustment.cap,
            PointAdjustment.inside,
            PointAdjustment.reason,
            Person.name,
            PointAdjustment.entered_at,
        )
        .join(Department, Department.id == PointAdjustment.department_id)
        .outerjoin(Person, Person.id == PointAdjustment.entered_by_id)
        .where(PointAdjustment.round_id == round_id)
        .order_by(Department.position, Department.id, PointAdjustment.item, PointAdjustment.id)
    )
    return rows_as(AdjustmentRow, statement)
