"""현황을 볼 수 있는 국과 부서: which of them somebody may look into, and the departments of a bureau in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import aliased

from app.core import access, clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.organization.queries import leading_department_id
from app.reports.enums import Permission
from app.reports.policy import POLICY, UnitSeen

_Bureau = aliased(Department, name="bureau")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A department or a bureau. `bureau` is the name of the one it belongs to; `ended_on` its last day if that is over."""

    id: int
    name: str
    is_bureau: bool
    bureau_id: int | None
    bureau: str | None
    ended_on: date | None

    @property
    def seen(self) -> UnitSeen:
        """What decides who may look into it."""
        return UnitSeen(self.id, self.bureau_id)


def place_or_404(department_id: int, actor: Actor) -> Place:
    """Return a department whose dashboard the actor may open. `Missing` otherwise: others need not know."""
    row = db.session.execute(_places().where(Department.id == department_id)).first()
    return _allowed(row, actor, Permission.DASHBOARD_READ, of_bureau=False)


def bureau_with_departments(bureau_id: int, actor: Actor, year: int) -> tuple[Place, Sequence[Place]]:
    """Return a bureau whose dashboard the actor may open, and its departments that existed on a day of the year.

    They stand in the order of the organization chart. `Missing` where there is no such bureau for the actor.
    """
    first, last = date(year, 1, 1), min(clock.today(), date(year, 12, 31))
    is_below = (
        (Department.parent_id == bureau_id)
        & (Department.valid_from <= last)
        & (Department.valid_until.is_(None) | (Department.valid_until >= first))
    )
    statement = _places().where((Department.id == bureau_id) | is_below).order_by(Department.position, Department.id)
    rows = db.session.execute(statement).all()
    itself = next((row for row in rows if row.id == bureau_id), None)
    bureau = _allowed(itself, actor, Permission.BUREAU_READ, of_bureau=True)
    return bureau, [_place(row) for row in rows if row.id != bureau_id]


def _allowed(row: AnyRow | None, actor: Actor, permission: Permission, *, of_bureau: bool) -> Place:
    place = None if row is None else _place(row)
    if place is None or place.is_bureau != of_bureau or not access.allows(POLICY, permission, actor, place.seen):
        raise Missing(_("There is no such dashboard."))
    return place


def own_place(actor: Actor) -> Place | None:
    """Return the bureau the actor heads, or the department headed, or the one the actor works in; None: none of them."""
    wanted = [*actor.headed_department_ids, *([actor.department_id] if actor.department_id else [])]
    if not wanted:
        return None
    found = {row.id: _place(row) for row in db.session.execute(_places().where(Department.id.in_(wanted)))}
    places = [found[unit] for unit in wanted if unit in found]
    open_to = [p for p in places if not p.is_bureau or access.allows(POLICY, Permission.BUREAU_READ, actor, p.seen)]
    return min(open_to, key=lambda place: (place.ended_on is not None, not place.is_bureau), default=None)


def bureaus_shown_to(actor: Actor) -> Sequence[Place]:
    """Return the bureaus whose dashboard the actor may open, those that have ended last.

    The unit of the mayor stands beside the bureaus and has no departments: its page is that of the mayor.
    """
    everything = access.allows(POLICY, Permission.BUREAUS_READ_ALL, actor)
    statement = (
        _places()
        .where(Department.kind == DepartmentKind.BUREAU, Department.id.is_distinct_from(leading_department_id()))
        .where(true() if everything else Department.id.in_(actor.headed_department_ids))
        .order_by(Department.position, Department.id)
    )
    return sorted(map(_place, db.session.execute(statement)), key=lambda place: place.ended_on is not None)


def _places() -> AnySelect:
    return select(
        Department.id,
        Department.name,
        Department.kind,
        Department.parent_id,
        _Bureau.name.label("bureau"),
        Department.valid_until,
    ).outerjoin(_Bureau, _Bureau.id == Department.parent_id)


def _place(row: AnyRow) -> Place:
    unit_id, name, kind, bureau_id, bureau, valid_until = row
    is_over = valid_until is not None and valid_until < clock.today()
    return Place(
        id=unit_id,
        name=name,
        is_bureau=kind is DepartmentKind.BUREAU,
        bureau_id=bureau_id,
        bureau=bureau,
        ended_on=valid_until if is_over else None,
    )
