"""The six stages: forward through the gate, back with a reason, and the end of a task."""

from collections.abc import Collection

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import CloseResult, GateCode, Stage, TaskState
from app.innovation.rules.common import check_reason, listed
from app.innovation.rules.gates import (
    CollectionFacts,
    Facts,
    FramingFacts,
    GateItem,
    ManagementFacts,
    MonitoringFacts,
    PlanFacts,
    TeamFacts,
    check_waiver,
    gate_items,
    stage_of,
    unmet,
    with_waivers,
)

__all__ = [
    "CollectionFacts",
    "Facts",
    "FramingFacts",
    "GateItem",
    "ManagementFacts",
    "MonitoringFacts",
    "PlanFacts",
    "TeamFacts",
    "check_active",
    "check_advance",
    "check_closing",
    "check_going_back",
    "check_waiver",
    "gate_items",
    "next_stage",
    "previous_stages",
    "stage_of",
    "unmet",
    "with_waivers",
]


def next_stage(stage: Stage) -> Stage | None:
    """Return the stage after this one; None after the last."""
    return None if stage is Stage.MONITORING else Stage.of_number(stage.number + 1)


def previous_stages(stage: Stage) -> tuple[Stage, ...]:
    """Stages a task in this stage may go back to, in their order."""
    return tuple(list(Stage)[: stage.number - 1])


def check_active(state: TaskState) -> None:
    """Refuse any change of a task that has ended."""
    if state is not TaskState.ACTIVE:
        raise Refused(_("This task has ended and can no longer be changed."))


def check_advance(stage: Stage, items: Collection[GateItem], waived: Collection[GateCode] = ()) -> None:
    """Refuse to leave the stage while a gate item is neither met nor waived, and name every such item."""
    if next_stage(stage) is None:
        raise Refused(_("This is the last stage: the task is closed, not advanced."))
    _check_open(items, waived)


def check_going_back(current: Stage, target: Stage, reason: str | None) -> None:
    """Refuse to go back to a stage that is not an earlier one, or without a reason."""
    if target not in previous_stages(current):
        raise Refused(_("A task can only go back to an earlier stage."))
    check_reason(reason)


def check_closing(
    *,
    stage: Stage,
    items: Collection[GateItem],
    waived: Collection[GateCode] = (),
    early: bool,
    result: CloseResult,
    reason: str | None = None,
    lesson: str | None = None,
) -> TaskState:
    """Return how the task ends, or say why it may not be closed yet.

    `items` is the checklist of MONITORING. A completed task has passed all of it. A task may end early from any
    stage with a reason and a lesson; before MONITORING only its obstacles must be settled. A goal that was not
    reached leaves a lesson too.
    """
    if early:
        return _check_early_end(stage, items, waived, reason, lesson)
    if stage is not Stage.MONITORING:
        raise Refused(_("A task is completed only from the last stage."))
    _check_open(items, waived)
    if result is CloseResult.NOT_ACHIEVED:
        _check_lesson(lesson)
    return TaskState.COMPLETED


def _check_early_end(
    stage: Stage,
    items: Collection[GateItem],
    waived: Collection[GateCode],
    reason: str | None,
    lesson: str | None,
) -> TaskState:
    check_reason(reason)
    _check_lesson(lesson)
    asked = items if stage is Stage.MONITORING else [i for i in items if i.code is GateCode.OBSTACLES_SETTLED]
    _check_open(asked, waived)
    return TaskState.ENDED_EARLY


def _check_open(items: Collection[GateItem], waived: Collection[GateCode]) -> None:
    missing = unmet(items, waived)
    if missing:
        labels = listed(item.label for item in missing)
        raise Refused(_("The gate is still closed. Not yet met: %(items)s.", items=labels))


def _check_lesson(lesson: str | None) -> None:
    if not (lesson or "").strip():
        raise Refused(_("Please write the lesson: what was tried, why it failed, what to do next time."))
