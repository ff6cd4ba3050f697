"""경연 이해충돌: who has to do with an entry, told in one way for votes, marks, pages and turns."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.core import clock
from app.innovation.models import Case, ContestEntry, TeamMember
from app.innovation.queries.cases import AnyPerson, had_a_part

Colleague = aliased(Person, name="colleague")
Office = aliased(RoleAssignment, name="office")


def has_to_do_with(person_id: AnyPerson) -> ColumnElement[bool]:
    """Whether a person has to do with the `ContestEntry` of the statement: by its department, its `Case` or its task."""
    return or_(in_the_department(person_id), in_the_case(person_id))


def in_the_department(person_id: AnyPerson) -> ColumnElement[bool]:
    """Whether the person belongs to the department of the entry or holds an office in it today."""
    today = clock.today()
    belongs = exists().where(Colleague.id == person_id, Colleague.department_id == ContestEntry.department_id)
    holds = exists().where(
        Office.person_id == person_id,
        Office.department_id == ContestEntry.department_id,
        Office.starts_on <= today,
        or_(Office.ends_on.is_(None), Office.ends_on >= today),
    )
    return or_(belongs, holds)


def in_the_case(person_id: AnyPerson) -> ColumnElement[bool]:
    """Whether the person had a part in the case, is honoured by it, or worked on its task."""
    team = exists().where(TeamMember.task_id == Case.task_id, TeamMember.person_id == person_id)
    honoured = and_(ContestEntry.honoured_id.is_not(None), ContestEntry.honoured_id == person_id)
    return or_(had_a_part(person_id), team, honoured)
