"""제안의 기한을 보이는 법: the one day that counts now, and whom the issue waits for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, select

from app.core import clock
from app.core.messages import Labelled, _
from app.innovation.enums import IssueState
from app.innovation.enums.answers import IssueOpinionState
from app.innovation.models import Issue, IssueOpinion
from app.innovation.rules.clocks import answered_by
from app.organization.models import Department

RUNNING = frozenset({IssueState.RECEIVED, IssueState.UNDER_REVIEW})
OPEN_OPINION = IssueOpinion.state.in_([IssueOpinionState.ASKED, IssueOpinionState.DRAFTED])


class ClockKind(Labelled):
    """What is due on the day that is shown."""

    DECISION = "decision", _("Decision")
    PROMISE = "promise", _("Decision, on the promised day")
    SUPPLEMENT = "supplement", _("Supplement; the clock of the decision stands still")


@dataclass(frozen=True, kw_only=True)
class ShownClock:
    """The day that counts now. `days_left` is negative once it has passed."""

    kind: ClockKind
    due_on: date

    @property
    def days_left(self) -> int:
        """Days from today to the day."""
        return (self.due_on - clock.today()).days

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.days_left < 0


def shown_clock(
    state: IssueState, *, decision_due_on: date, promised_on: date | None, supplement_due_on: date | None
) -> ShownClock | None:
    """Return the day that counts in the state, or None when nothing is awaited."""
    if state is IssueState.SUPPLEMENT_ASKED and supplement_due_on is not None:
        return ShownClock(kind=ClockKind.SUPPLEMENT, due_on=supplement_due_on)
    if state not in RUNNING:
        return None
    due_on = answered_by(decision_due_on, promised_on)
    kind = ClockKind.PROMISE if due_on > decision_due_on else ClockKind.DECISION
    return ShownClock(kind=kind, due_on=due_on)


def clock_of_issue(issue: Issue) -> ShownClock | None:
    """Return the day that counts for an issue."""
    return shown_clock(
        issue.state,
        decision_due_on=issue.decision_due_on,
        promised_on=issue.promised_on,
        supplement_due_on=issue.supplement_due_on,
    )


CLOCK_COLUMNS = (Issue.decision_due_on, Issue.promised_on, Issue.supplement_due_on)
"""What `shown_clock` needs besides the state."""


def answer_by() -> ColumnElement[date]:
    """Make the column of the day the proposer may count on: `rules.clocks.answered_by` in SQL."""
    later = Issue.promised_on > Issue.decision_due_on
    return case((later, Issue.promised_on), else_=Issue.decision_due_on)


def is_overdue(today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Issues whose decision, or promised day, has passed."""
    return Issue.state.in_(RUNNING) & (answer_by() < today)


def awaited_department() -> ColumnElement[str]:
    """Make the column of the department whose opinion is awaited the soonest."""
    return _awaited(Department.name)


def awaited_until() -> ColumnElement[date]:
    """Make the column of the day until which that opinion is awaited."""
    return _awaited(IssueOpinion.due_on)


def reviewing_department() -> ColumnElement[str]:
    """Make the column of the department that reviews; NULL: the control tower."""
    statement = select(Department.name).where(Department.id == Issue.reviewing_department_id)
    return statement.correlate(Issue).scalar_subquery()


def _awaited(column: Any) -> ColumnElement[Any]:  # noqa: ANN401  a mapped column
    return (
        select(column)
        .select_from(IssueOpinion)
        .join(Department, Department.id == IssueOpinion.department_id)
        .where(IssueOpinion.issue_id == Issue.id, OPEN_OPINION, Issue.state != IssueState.MERGED)
        .order_by(IssueOpinion.due_on, IssueOpinion.id)
        .limit(1)
        .correlate(Issue)
        .scalar_subquery()
    )
