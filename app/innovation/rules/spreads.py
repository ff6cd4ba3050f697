"""확산: who is asked to take a result over, what the answer must say, and when it counts as adopted."""

from collections.abc import Collection
from datetime import date

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import SpreadDecision, TaskState
from app.innovation.enums.spreads import SpreadState
from app.innovation.rules.common import check_reason, clean_text

SPREADING = frozenset({SpreadDecision.SOME_DEPARTMENTS, SpreadDecision.WHOLE_OFFICE})
"""Decisions of a closing after which the result is recommended to others."""

NO_DEPARTMENT = _("Choose at least one department that has not been asked yet.")


def check_recommendation(
    state: TaskState,
    decision: SpreadDecision | None,
    *,
    department_ids: Collection[int],
    origin_ids: Collection[int],
    asked: Collection[int],
    due_on: date,
    today: date,
) -> None:
    """Refuse to spread what is not completed or is to stay where it is, to the origin itself, twice, or to the past."""
    if state is not TaskState.COMPLETED or decision not in SPREADING:
        raise Refused(_("Only the result of a completed task whose closing decided to spread it is recommended."))
    if not department_ids:
        raise Refused(NO_DEPARTMENT)
    if set(department_ids) & set(origin_ids):
        raise Refused(_("A result is not recommended to the department it comes from."))
    if set(department_ids) & set(asked):
        raise Refused(_("One of these departments has been asked already."))
    if due_on < today:
        raise Refused(_("The day lies in the past."))


def check_answer(state: SpreadState, *, accepts: bool, reason: str | None) -> None:
    """Refuse a second answer, or a refusal without a reason."""
    if state is not SpreadState.RECOMMENDED:
        raise Refused(_("This recommendation is answered already."))
    if not accepts:
        check_reason(reason)


def check_adoption(state: SpreadState, *, adopted_on: date, answered_on: date, today: date, result: str | None) -> None:
    """Refuse to report the adoption of what was not accepted, on a day that cannot be, or without a result."""
    if state is not SpreadState.ACCEPTED:
        raise Refused(_("Only a recommendation that was accepted is adopted."))
    if not answered_on <= adopted_on <= today:
        raise Refused(_("The day of the adoption lies between the answer and today."))
    if not clean_text(result):
        raise Refused(_("Say in a sentence what came of it."))
