"""Conditions the tables of innovation are made of. The thing is whatever carries the named attribute."""

from typing import Any

from app.core.access import Actor, Alternatives, Role, is_administrator, is_auditor, offices_of


def works_in_a_department(actor: Actor, _thing: object) -> bool:
    """Whether the actor belongs to a department (an outside evaluator does not)."""
    return actor.department_id is not None


READERS: Alternatives = ((works_in_a_department,), (is_auditor,), (is_administrator,))
"""Who may read the records of innovation: the people of the office. An outside evaluator sees what is to be scored."""


def is_no_auditor(actor: Actor, _thing: object) -> bool:
    """An auditor reads everything and writes nothing."""
    return not actor.has(Role.AUDITOR)


def is_lead_proposer(actor: Actor, issue: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor handed the issue in."""
    return bool(issue.proposer_id == actor.id)


def is_not_the_proposer(actor: Actor, issue: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else handed the issue in."""
    return bool(issue.proposer_id != actor.id)


def leads_the_task(actor: Actor, task: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is the leader of the task's team."""
    return bool(task.leader_id == actor.id)


def does_not_lead_the_task(actor: Actor, task: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else, or nobody, leads the task."""
    return not leads_the_task(actor, task)


def works_outside_the_lead_department(actor: Actor, task: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor neither belongs to nor heads nor coordinates the department that leads the task."""
    return task.lead_department_id not in offices_of(actor)


def has_not_asked(actor: Actor, opinion: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else asked the question."""
    return bool(opinion.asked_by_id != actor.id)


def has_not_recommended(actor: Actor, spread: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether somebody else recommended the result."""
    return bool(spread.recommended_by_id != actor.id)


def heads_the_lead_department(actor: Actor, task: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is head or acting head of the department that leads the task."""
    return actor.heads(task.lead_department_id)


def coordinates_the_lead_department(actor: Actor, task: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is the coordinator of the department that leads the task."""
    return actor.coordinates(task.lead_department_id)


def heads_the_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is head or acting head of the department of the thing (an opinion, a slogan)."""
    return actor.heads(thing.department_id)


def coordinates_the_department(actor: Actor, thing: Any) -> bool:  # noqa: ANN401  whatever carries the attribute
    """Whether the actor is the coordinator of the department of the thing."""
    return actor.coordinates(thing.department_id)
