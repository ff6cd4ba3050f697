"""경연 이해충돌: who has to do with an entry, told in one way for votes, marks, pages and turns."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.queries.roles import stood_for
from app.innovation.models import Case, Contest, ContestEntry, TeamMember
from app.innovation.queries.cases import AnyPerson, had_a_part

Held = aliased(Contest, name="held")
Rival: Any = aliased(ContestEntry, name="rival")
RivalCase: Any = aliased(Case, name="rival_case")


def has_to_do_with(person_id: AnyPerson, entry: Any = ContestEntry, of: Any = Case) -> ColumnElement[bool]:  # noqa: ANN401  or aliases of them
    """Whether a person has to do with the `entry` of the statement: by its department, its case `of` or its task."""
    return or_(in_the_department(person_id, entry), in_the_case(person_id, entry, of))


def barred_from_scoring(person_id: AnyPerson) -> ColumnElement[bool]:
    """Whether a person has to do with the `ContestEntry` of the statement or with a rival of it in its group.

    The triggers of `contest_sheets` say the same.
    """
    concerned = (
        select(Rival.id)
        .join(RivalCase, RivalCase.id == Rival.case_id)
        .where(Rival.group_id == ContestEntry.group_id, Rival.withdrawn_at.is_(None))
        .where(has_to_do_with(person_id, Rival, RivalCase))
    )
    return concerned.correlate_except(Rival, RivalCase).exists()


def in_the_department(person_id: AnyPerson, entry: Any = ContestEntry) -> ColumnElement[bool]:  # noqa: ANN401  or an alias
    """Whether the person worked or stood for the department of the entry since the contest's year or call began.

    The triggers of `contest_votes` and `contest_sheets` say the same.
    """
    year, call = cast(Held.year, String), cast(Held.call_starts_on, String)
    began = select(case((call < year, call), else_=year)).where(Held.id == entry.contest_id)
    return stood_for(person_id, entry.department_id, began.correlate_except(Held).scalar_subquery())


def in_the_case(person_id: AnyPerson, entry: Any = ContestEntry, of: Any = Case) -> ColumnElement[bool]:  # noqa: ANN401  or aliases
    """Whether the person had a part in the case, is honoured by it, or worked on its task."""
    team = exists().where(TeamMember.task_id == of.task_id, TeamMember.person_id == person_id)
    team = team.correlate_except(TeamMember)
    honoured = and_(entry.honoured_id.is_not(None), entry.honoured_id == person_id)
    return or_(had_a_part(person_id, of), team, honoured)
