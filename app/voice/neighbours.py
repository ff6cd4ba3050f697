"""이웃 방: what the room of handling records asks of others. The factory installs it; the voice knows no other room."""

from collections.abc import Callable, Sequence

from app.core.access import Actor

TaskNamed = Callable[[str, Actor], int | None]
"""(number such as "T2026-001", who reads) → id of a task that reader may read, or None."""
RuleChoices = Callable[[], Sequence[tuple[int, str]]]
"""() → (id, words) of each rule for handling times that mileage counts by today."""

_task_named: TaskNamed | None = None
_rules: RuleChoices | None = None


def install(*, task_named: TaskNamed, rules: RuleChoices) -> None:
    """Set who knows tasks by their number and the rules of mileage; called once by the factory."""
    global _task_named, _rules
    _task_named, _rules = task_named, rules


def task_named(number: str, actor: Actor) -> int | None:
    """Return the id of the task with this number, if the actor may read it."""
    return _task_named(number, actor) if _task_named else None


def rules_to_choose() -> Sequence[tuple[int, str]]:
    """Return the rules for handling times mileage may count by."""
    return _rules() if _rules else ()
