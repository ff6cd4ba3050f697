"""장애요인: reported, taken up, escalated, removed and confirmed, bypassed, accepted, reopened."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.access import Actor
from app.innovation.enums import (
    ObstacleControl,
    ObstacleKind,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleSubject,
    Sensitivity,
)
from app.innovation.models import Obstacle
from app.innovation.services import obstacles as services

Move = Callable[[Obstacle, Actor, str], None]

MOVES: dict[str, Move] = {
    "in_progress": lambda obstacle, actor, note: services.take_up(obstacle=obstacle, actor=actor, note=note),
    "escalated": lambda obstacle, actor, note: services.escalate(obstacle=obstacle, actor=actor, reason=note),
    "removal_claimed": lambda obstacle, actor, note: services.claim_removal(obstacle=obstacle, actor=actor, how=note),
    "removed": lambda obstacle, actor, note: services.confirm_removal(obstacle=obstacle, actor=actor, note=note),
    "bypassed": lambda obstacle, actor, note: services.bypass(obstacle=obstacle, actor=actor, reason=note),
    "accepted": lambda obstacle, actor, note: services.accept(obstacle=obstacle, actor=actor, reason=note),
    "reopened": lambda obstacle, actor, note: services.reopen(obstacle=obstacle, actor=actor, reason=note),
}
"""State of the content → what brings an obstacle there."""

MOVED_BY_THE_TIMETABLE = 69
"""After `obstacle_requests` has let the timetable run: the content only says what came of it."""


def steps(office: Office) -> Iterator[Step]:
    """Every obstacle from its report through each row of its history."""
    for row in content("obstacles")["obstacles"]:
        yield Step(on(row["opened_on"]), 60, partial(_report, office, row))
        for move in row["history"][1:]:
            order = MOVED_BY_THE_TIMETABLE if move["by"] is None else 61
            yield Step(on(move["on"]), order, partial(_move, office, row, move))


def _report(office: Office, row: dict[str, Any]) -> None:
    subject = row["subject"]
    asked = row["asked_department"]
    obstacle = services.report_obstacle(
        actor=office.actor(row["opened_by"]),
        subject=ObstacleSubject(subject["type"]),
        subject_id=office.made[subject["type"], subject["ref"]],
        content=services.ObstacleContent(
            title=row["title"],
            kind=ObstacleKind(row["kind"]),
            phase=ObstaclePhase(row["phase"]),
            control=ObstacleControl(row["control"]),
            severity=ObstacleSeverity(row["severity"]),
            suffering_department_id=office.departments[row["suffering_department"]],
            harm=row["harm"],
            tried=row["tried"],
            win_win=row.get("win_win", ""),
            asked=row["ask"],
            asked_department_id=office.departments[asked] if asked else None,
            due_on=on(row["due_on"]),
            owner_id=office.people[row["owner"]] if row["owner"] else None,
            sensitivity=Sensitivity(row["sensitivity"]),
        ),
    )
    office.keep("obstacle", row["code"], obstacle.id)


def _move(office: Office, row: dict[str, Any], move: dict[str, Any]) -> None:
    obstacle = office.get(Obstacle, "obstacle", row["code"])
    if move["by"] is not None:
        MOVES[move["to"]](obstacle, office.actor(move["by"]), move["note"])
    if (obstacle.state.value, obstacle.level.value) != (move["to"], move["level"]):
        raise ValueError(row["code"], move["on"])
