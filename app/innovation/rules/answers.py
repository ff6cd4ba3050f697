"""이슈 처리: opinions, transfers, reviews, promised days, follow-up, revival. What may be done, and why not."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from app.core.errors import Conflict, Refused
from app.core.messages import _
from app.innovation.enums import IssueState
from app.innovation.enums.answers import IssueOpinionState, RevivalState
from app.innovation.rules.common import check_reason, day_text
from app.innovation.rules.issues import UNDECIDED
from app.organization.rules import is_working_day

FREE_TRANSFERS = 2
"""So often may an issue be passed on by departments; further on only the control tower says who reviews."""
MOST_PROMISES = 2
"""A decision is put off once, and once more. Source of the habit: 민원 처리에 관한 법률 시행령 §21①."""
EARLY = timedelta(days=30)
"""So long before its day the record of a year may be written."""
LONGEST_PROMISE = 60
"""Days after the due day a promised day may lie at most."""


def check_undecided(state: IssueState) -> None:
    """Refuse what makes sense only before the decision."""
    if state not in UNDECIDED:
        raise Refused(_("This issue is decided already."))


def check_supplement_request(today: date, last_day: date) -> None:
    """Refuse a request for a supplement after its days. Source: 공무원 제안 규정 §6②."""
    if today > last_day:
        raise Refused(
            _(
                "A supplement could be asked for until %(day)s. Ask a department for its opinion, or decide.",
                day=day_text(last_day),
            )
        )


def check_no_supplement_given(today: date, due_on: date | None) -> None:
    """Refuse to give up on a supplement before its last day is over. Source: 공무원 제안 규정 §6④."""
    if due_on is not None and today <= due_on:
        raise Refused(_("The proposer has until %(day)s for the supplement.", day=day_text(due_on)))


def check_opinion_request(
    state: IssueState,
    department_id: int,
    *,
    reviewing_department_id: int | None,
    asked_departments: Collection[int],
    question: str | None,
) -> IssueState:
    """Return the state after a department is asked. Refused for one that reviews or was asked in this term already."""
    check_undecided(state)
    check_reason(question)
    if department_id == reviewing_department_id:
        raise Refused(_("This department reviews the issue: it gives its advice, and the clock runs on."))
    if department_id in asked_departments:
        raise Refused(_("This department was asked about the issue already; each is asked once before a decision."))
    return IssueState.UNDER_REVIEW if state is IssueState.RECEIVED else state


def check_opinion_open(state: IssueOpinionState) -> None:
    """Refuse a second answer, and an answer nobody needs any more."""
    if state is IssueOpinionState.ANSWERED:
        raise Conflict(_("This department has answered already."))
    if state is IssueOpinionState.DROPPED:
        raise Refused(_("The opinion is no longer needed: the issue was decided or withdrawn."))


def check_transfer(
    state: IssueState,
    *,
    from_department_id: int | None,
    to_department_id: int | None,
    transfer_count: int,
    by_control_tower: bool,
    reason: str | None,
) -> None:
    """Refuse a transfer to the same reviewer, without a reason, or the third one unless by the control tower."""
    check_undecided(state)
    check_reason(reason)
    if from_department_id == to_department_id:
        raise Refused(_("This department reviews the issue already."))
    if transfer_count >= FREE_TRANSFERS and not by_control_tower:
        raise Refused(
            _(
                "The issue was transferred %(count)s times already: only the control tower may pass it on now.",
                count=transfer_count,
            )
        )


def check_promise(
    state: IssueState, *, due_on: date, promised_on: date, earlier: int, holidays: AbstractSet[date], reason: str | None
) -> None:
    """Refuse a promised day that is not later, too late, on a day off, or the third one."""
    check_undecided(state)
    if state is IssueState.SUPPLEMENT_ASKED:
        raise Refused(_("The clock stands still while the supplement is awaited; no day needs to be promised."))
    check_reason(reason)
    if earlier >= MOST_PROMISES:
        raise Refused(_("The decision was put off %(count)s times already. Decide now.", count=earlier))
    if promised_on <= due_on:
        raise Refused(_("The promised day must lie after %(day)s.", day=day_text(due_on)))
    if (promised_on - due_on).days > LONGEST_PROMISE:
        raise Refused(_("The promised day may lie at most %(days)s days after the due day.", days=LONGEST_PROMISE))
    if not is_working_day(promised_on, holidays):
        raise Refused(_("The office is closed on the promised day. Choose a working day."))


def check_follow_up(state: IssueState, due_on: date | None, *, today: date, earliest: date) -> None:
    """Refuse a record that is not owed: not adopted, followed no longer, or long before its day."""
    if state is not IssueState.ADOPTED or due_on is None:
        raise Refused(_("This issue is not followed up."))
    if today < earliest:
        raise Refused(_("The next follow-up is due on %(day)s.", day=day_text(due_on)))


def check_revival(state: IssueState, *, credited_until: date, today: date, framed_on: date, decided_on: date) -> None:
    """Refuse to revive what was not refused, too long ago, or a task that is older than the refusal.

    Source: 공무원 제안 규정 §13③.
    """
    if state is not IssueState.REFUSED:
        raise Refused(_("Only an issue that was not adopted can be found again in a task."))
    if today > credited_until:
        raise Refused(_("The idea could be credited until %(day)s.", day=day_text(credited_until)))
    if framed_on < decided_on:
        raise Refused(_("The task was set before this issue was decided."))


def check_revival_state(state: RevivalState, *awaited: RevivalState) -> None:
    """Refuse a step the revival is not waiting for."""
    if state not in awaited:
        raise Conflict(_("Somebody has dealt with this already."))


def check_credit(state: IssueState, *, credited: bool) -> None:
    """Refuse to decide about the credit while the issue is examined again, or to credit one that is refused no longer."""
    if state in UNDECIDED:
        raise Refused(_("The issue is being examined again. Its credit is decided after that."))
    if credited and state is not IssueState.REFUSED:
        raise Refused(_("Only an issue that was not adopted is credited for a task."))


def check_periods(days: Collection[int], years: Collection[int]) -> None:
    """Refuse periods outside 1–365 days or 1–10 years."""
    if not all(1 <= count <= 365 for count in days):  # noqa: PLR2004  said in the sentence
        raise Refused(_("Every period is 1 to 365 days."))
    if not all(1 <= count <= 10 for count in years):  # noqa: PLR2004  said in the sentence
        raise Refused(_("Credit and follow-up last 1 to 10 years."))


def check_valid_from(valid_from: date, today: date) -> None:
    """Refuse periods that would hold for the past."""
    if valid_from < today:
        raise Refused(_("Periods cannot be set for the past."))
