"""이웃 방: what the room of handling records asks of others. The factory installs it; the voice knows no other room."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import NamedTuple

from app.core.access import Actor

TaskNamed = Callable[[str, Actor], int | None]
"""(number such as "T2026-001", who reads) → id of a task that reader may read, or None."""
RuleChoices = Callable[[], Sequence[tuple[int, str]]]
"""() → (id, words) of each rule for handling times that mileage counts by today."""


class SentRun(NamedTuple):
    """What mileage made of records that were sent: a simulation that waits, or points that were posted."""

    starts_on: date
    ends_on: date
    path: str
    is_posted: bool


RunsOf = Callable[[Collection[int]], Sequence[SentRun]]
"""(ids of sendings) → what mileage made of them and has not withdrawn."""

_task_named: TaskNamed | None = None
_rules: RuleChoices | None = None
_runs_of: RunsOf | None = None


def install(*, task_named: TaskNamed, rules: RuleChoices, runs_of: RunsOf) -> None:
    """Set who knows tasks by their number, the rules of mileage and what it made of records; called once."""
    global _task_named, _rules, _runs_of
    _task_named, _rules, _runs_of = task_named, rules, runs_of


def task_named(number: str, actor: Actor) -> int | None:
    """Return the id of the task with this number, if the actor may read it."""
    return _task_named(number, actor) if _task_named else None


def rules_to_choose() -> Sequence[tuple[int, str]]:
    """Return the rules for handling times mileage may count by."""
    return _rules() if _rules else ()


def runs_of(handover_ids: Collection[int]) -> Sequence[SentRun]:
    """Return what mileage made of these sendings."""
    return _runs_of(handover_ids) if _runs_of and handover_ids else ()
