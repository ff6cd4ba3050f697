"""조기경보 현황: by department, how many indicators of the round that measures are late or unlikely to reach their target."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from app.core import clock
from app.core.database import AnySelect, db
from app.core.kept import kept
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.outlook import DepartmentOutlook, by_department, outlook_lines
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, inside
from app.reports.queries.tower.versions import data_version


@dataclass(frozen=True, kw_only=True)
class Risks:
    """The round that measures and how each department stands in it, those with most to worry about first."""

    round_id: int
    name: str
    departments: Sequence[DepartmentOutlook]


def risks(scope: Scope) -> Risks | None:
    """Return the outlook of the round asked for, or of the latest that measures; None where there is none.

    It is reckoned line by line, so it is kept until anything in the office changes.
    """
    name = ("risks", scope.round_id, scope.bureau_id, scope.group_id)
    return kept(name, data_version(), lambda: _reckoned(scope))


def _reckoned(scope: Scope) -> Risks | None:
    statement = select(EvaluationRound).where(EvaluationRound.phase == Phase.MEASURING)
    if scope.round_id is not None:
        statement = statement.where(EvaluationRound.id == scope.round_id)
    latest = statement.order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc()).limit(1)
    record = db.session.scalar(latest)
    if record is None:
        return None
    units = None
    if scope.shape.bureau or scope.shape.group:
        units = frozenset(db.session.scalars(_units(scope.shape), scope.given))
    rows = by_department(outlook_lines(record, units), clock.today())
    return Risks(round_id=record.id, name=record.name, departments=rows)


@lru_cache
def _units(shape: Shape) -> AnySelect:
    return select(Department.id).where(*inside(shape, Department.id))
