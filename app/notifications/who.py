"""Whom a notice is for: people by id, and offices by what they are today."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.core.access import Role
from app.core.database import AnySelect


def _set(ids: Iterable[int | None]) -> frozenset[int]:
    return frozenset(one for one in ids if one is not None)


@dataclass(frozen=True, kw_only=True)
class Who:
    """People by id, heads and coordinators of departments, holders of roles; `chosen` selects more ids of people.

    Heads are everybody who heads a department today: while an acting head stands in, both are told. `without` is told
    nothing, whatever the other parts say. Unite with `|`.
    """

    people: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    coordinated: frozenset[int] = frozenset()
    roles: frozenset[Role] = frozenset()
    chosen: tuple[AnySelect, ...] = field(default=(), compare=False)
    without: frozenset[int] = frozenset()

    def __or__(self, other: "Who") -> "Who":
        return Who(
            people=self.people | other.people,
            headed=self.headed | other.headed,
            coordinated=self.coordinated | other.coordinated,
            roles=self.roles | other.roles,
            chosen=self.chosen + other.chosen,
            without=self.without | other.without,
        )

    def but(self, *person_ids: int | None) -> "Who":
        """Return the same without these people."""
        return self | Who(without=_set(person_ids))


NOBODY = Who()


def people(*person_ids: int | None) -> Who:
    """Name people by id; None is nobody."""
    return Who(people=_set(person_ids))


def heads(*department_ids: int | None) -> Who:
    """Name who heads the departments today, acting heads too."""
    return Who(headed=_set(department_ids))


def coordinators(*department_ids: int | None) -> Who:
    """Name who coordinates the departments today."""
    return Who(coordinated=_set(department_ids))


def offices(*department_ids: int | None) -> Who:
    """Name heads and coordinators of the departments."""
    return heads(*department_ids) | coordinators(*department_ids)


def holders(*roles: Role) -> Who:
    """Name everybody who holds one of the roles today."""
    return Who(roles=frozenset(roles))


def chosen(*selects: AnySelect) -> Who:
    """Name the people whose ids a select gives."""
    return Who(chosen=selects)
