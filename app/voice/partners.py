"""함께 일한 부서: who worked with whom, as the room that knows tasks says it. The factory installs the reading.

A cooperation survey asks only people of departments that worked with the rated one, and never its own people.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple


class Partnership(NamedTuple):
    """Two departments that worked on one task between two days; each pair comes once each way.

    `title` is the number and name of the task, as everybody in the office may read it.
    """

    department_id: int
    partner_id: int
    task_id: int
    title: str


Partnerships = Callable[[date, date], Iterable[tuple[int, int, int, str]]]
"""(first day, last day) → the rows of `Partnership` of the tasks carried out on one of the days."""


def _nobody(_start: date, _end: date) -> Iterable[tuple[int, int, int, str]]:
    return ()


_read: Partnerships = _nobody


def install(partnerships: Partnerships) -> None:
    """Set who knows which departments worked together; called once by the factory."""
    global _read  # noqa: PLW0603  one reading for the process
    _read = partnerships


def partnerships(start: date, end: date) -> tuple[Partnership, ...]:
    """Return every pair of departments that worked together between two days, both included. One statement."""
    return tuple(Partnership._make(row) for row in _read(start, end))


def partner_ids(department_id: int, start: date, end: date) -> frozenset[int]:
    """Return the departments whose cooperation this department's people may rate: never their own."""
    return frozenset(
        one.partner_id
        for one in partnerships(start, end)
        if one.department_id == department_id and one.partner_id != department_id
    )
