"""어느 부서의 한 장을 볼 수 있는가."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select, true

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.models import Department, PeerGroup
from app.reports.enums import Permission
from app.reports.policy import POLICY


@dataclass(frozen=True, kw_only=True)
class DepartmentRow:
    """One department the reader may see a sheet of."""

    id: int
    name: str
    peer_group: str | None


def departments_shown_to(actor: Actor) -> Sequence[DepartmentRow]:
    """Return the departments whose sheet the actor may open: the own ones, or all."""
    today = clock.today()
    valid = and_(Department.valid_from <= today, or_(Department.valid_until.is_(None), Department.valid_until >= today))
    own = {actor.department_id, *actor.headed_department_ids, *actor.coordinated_department_ids} - {None}
    everything = access.allows(POLICY, Permission.SHEETS_READ_ALL, actor)
    statement = (
        select(Department.id, Department.name, PeerGroup.name.label("peer_group"))
        .outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)
        .where(valid, Department.kind != "bureau", true() if everything else Department.id.in_(own))
        .order_by(Department.position, Department.id)
    )
    return [DepartmentRow(**row._mapping) for row in db.session.execute(statement)]  # noqa: SLF001  SQLAlchemy's public name


def department_or_404(department_id: int, actor: Actor) -> Department:
    """Load a department whose sheet the actor may open. `Missing` otherwise: others need not know."""
    found = db.session.get(Department, department_id)
    if found is None or not access.allows(POLICY, Permission.SHEET_READ, actor, department_id):
        raise Missing(_("There is no such sheet."))
    return found
