"""Conditions the tables of the voice are made of. The thing is whatever carries the named attribute."""

from typing import Any

from app.core.access import Actor, Alternatives, Role, is_administrator, is_auditor, offices_of


def works_in_a_department(actor: Actor, _thing: object) -> bool:
    """Whether the actor belongs to a department (an outside evaluator does not)."""
    return actor.department_id is not None


def is_no_auditor(actor: Actor, _thing: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def is_of_the_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor belongs to, heads or coordinates the department of the thing."""
    return thing.department_id in offices_of(actor)


def is_of_another_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor has nothing to do with the department of the thing: nobody decides about the own one."""
    return thing.department_id not in offices_of(actor)


def heads_the_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is head or acting head of the department of the thing."""
    return actor.heads(thing.department_id)


def coordinates_the_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is the coordinator of the department of the thing."""
    return actor.coordinates(thing.department_id)


READERS: Alternatives = ((works_in_a_department,), (is_auditor,), (is_administrator,))
"""Who may open the room: the people of the office."""
WRITERS: Alternatives = ((works_in_a_department, is_no_auditor),)
"""Who may write something down in it."""
