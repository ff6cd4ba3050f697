"""부서의 성과: mileage and the scores of the latest round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select, true

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.evaluation import policy as evaluation_policy
from app.evaluation.enums import Permission as EvaluationPermission
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.releases import has_released
from app.evaluation.queries.results import DepartmentView
from app.mileage.enums import Permission as MileagePermission
from app.mileage.models import DepartmentYear, MileageAccount
from app.mileage.policy import POLICY as MILEAGE
from app.mileage.queries.sources import participation
from app.reports.queries.rounds import Seal, department_views, seal_of


@dataclass(frozen=True, kw_only=True)
class SheetMileage:
    """Points of the year: the department's own, its people's, and the percentage of people who earned any."""

    own_points: Decimal
    member_points: Decimal
    percent: Decimal | None


@dataclass(frozen=True, kw_only=True)
class SheetScore:
    """The department in one round. `seal` is None before publication."""

    round_id: int
    code: str
    name: str
    view: DepartmentView
    seal: Seal | None


def mileage_of(department_id: int, year: int) -> SheetMileage:
    """Return the points of the department and its people; a department that earned nothing has 0."""
    row = db.session.execute(
        select(DepartmentYear.own_points, DepartmentYear.member_points).where(
            DepartmentYear.department_id == department_id, DepartmentYear.year == year
        )
    ).first()
    end = min(clock.today(), date(year, 12, 31))
    percent = participation([department_id], date(year, 1, 1), end)[department_id]
    own, members = (row.own_points, row.member_points) if row else (Decimal(0), Decimal(0))
    return SheetMileage(
        own_points=own,
        member_points=members,
        percent=None if percent is None else percent.quantize(Decimal("0.1")),
    )


def department_account_id(department_id: int, actor: Actor) -> int | None:
    """Return the mileage account of the department; None as long as it has none, or if the actor may not read it."""
    statement = select(MileageAccount).where(MileageAccount.department_id == department_id)
    account = db.session.scalar(statement)
    may_read = account is not None and access.allows(MILEAGE, MileagePermission.ACCOUNT_READ, actor, account)
    return account.id if account is not None and may_read else None


def scores_of(department_id: int, year: int, actor: Actor, *, with_annex: bool = False) -> Sequence[SheetScore]:
    """Return the department in the latest round of the year the actor may read, as a list of none or one.

    On request with all that stands behind each figure.
    """
    preview = evaluation_policy.allows(EvaluationPermission.RESULTS_PREVIEW, actor)
    statement = (
        select(EvaluationRound)
        .where(EvaluationRound.year == year, true() if preview else has_released())
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(1)
    )
    record = db.session.scalar(statement)
    if record is None:
        return []
    seal = seal_of(record.id, actor)
    return [
        SheetScore(round_id=record.id, code=record.code, name=record.name, view=view, seal=seal)
        for view in department_views(record, seal, {department_id}, behind=actor if with_annex else None)
    ]
