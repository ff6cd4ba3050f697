"""이슈로 만들기: how the voice hands an issue in and what it may say of one. The factory installs the services of innovation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from flask import url_for

from app.core.access import Actor
from app.core.values import Value


class Named(NamedTuple):
    """What a record of innovation is called and where it opens (a path)."""

    title: str
    url: str


class HandingIn(Protocol):
    """Hands an issue in, in the present transaction, and returns its id. Raises what innovation raises."""

    def __call__(
        self,
        *,
        actor: Actor,
        title: str,
        problem: str,
        remedy: str,
        effect: str,
        values: Sequence[Value],
        source_voices: Sequence[str],
        expected_obstacle: str = "",
    ) -> int:
        """Hand it in; `source_voices` are the receipt numbers it comes from. Without an obstacle none is expected."""


Titles = Callable[[Collection[int], Actor], Mapping[int, str]]
"""(ids, who reads) → number and title of those that reader may read."""


class Found(NamedTuple):
    """An issue that is there already: its id, its task, and the day the task was completed, if it was."""

    issue_id: int
    task_id: int | None
    task_ended_on: date | None


Finding = Callable[[str, Actor], Found | None]
"""(receipt number, who asks) → the issue, if that reader may read it."""

_find: Finding | None = None
_hand_in: HandingIn | None = None
_issues: Titles | None = None
_tasks: Titles | None = None


def install(*, hand_in: HandingIn, titles: Titles, tasks: Titles, find: Finding) -> None:
    """Set who takes issues in, who finds one, and who knows their names and those of tasks; called by the factory."""
    global _find, _hand_in, _issues, _tasks
    _find, _hand_in, _issues, _tasks = find, hand_in, titles, tasks


def find_issue(number: str, actor: Actor) -> Found | None:
    """Return the issue with a receipt number, if the actor may read it."""
    return _find(number, actor) if _find else None


def hand_in(
    *,
    actor: Actor,
    title: str,
    problem: str,
    remedy: str,
    effect: str,
    values: Sequence[Value],
    source_voices: Sequence[str],
    expected_obstacle: str = "",
) -> int:
    """Hand an issue in whose source is the voice of the customer; return its id. See `HandingIn`."""
    assert _hand_in is not None, "the factory installs it"
    return _hand_in(
        actor=actor,
        title=title,
        problem=problem,
        remedy=remedy,
        effect=effect,
        values=values,
        source_voices=source_voices,
        expected_obstacle=expected_obstacle,
    )


def issues_of(ids: Collection[int], actor: Actor) -> Mapping[int, Named]:
    """Return (title with number, path) of the issues the actor may read: one statement, none for no ids."""
    found = _issues(ids, actor) if ids and _issues else {}
    return {key: Named(title, url_for("innovation.show_issue", issue_id=key)) for key, title in found.items()}


def tasks_of(ids: Collection[int], actor: Actor) -> Mapping[int, Named]:
    """Return (title with number, path) of the tasks the actor may read: one statement, none for no ids."""
    found = _tasks(ids, actor) if ids and _tasks else {}
    return {key: Named(title, url_for("innovation.show_task", task_id=key)) for key, title in found.items()}
