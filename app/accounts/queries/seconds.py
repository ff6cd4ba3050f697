"""둘째 사람: who of another office may be named to confirm, to decide or to answer."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, exists, or_, select

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.organization.models import Department

SECONDS = (Role.HEAD, Role.HR)
THIRDS = (*SECONDS, Role.CONTROL_TOWER)


def people_apart(
    offices: Collection[int], *, roles: Sequence[Role] = SECONDS, without: Collection[int] = ()
) -> Sequence[tuple[int, str]]:
    """Return (person id, "department name") of who holds one of the roles today and stands for none of the offices.

    Auditors and people without an account that opens are left out, and those in `without` (person ids).
    """
    today = clock.today()
    held = exists().where(RoleAssignment.person_id == Person.id, held_on(today))
    statement = (
        select(Person.id, Department.name, Person.name)
        .join(Department, Department.id == Person.department_id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(held.where(RoleAssignment.role.in_(roles)), ~held.where(RoleAssignment.role == Role.AUDITOR))
        .where(Person.department_id.not_in(offices), ~held.where(RoleAssignment.department_id.in_(offices)))
        .where(or_(Person.left_on.is_(None), Person.left_on >= today), Person.id.not_in(without))
        .order_by(Department.position, Department.id, Person.name, Person.id)
    )
    return [(person_id, f"{department} {name}") for person_id, department, name in db.session.execute(statement)]
