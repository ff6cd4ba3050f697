"""What may be done on the page of an issue besides the decision itself: asking, passing on, promising, following up."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core import clock
from app.core.access import Actor, allows
from app.core.forms import Form, offer
from app.innovation.enums import IssueState
from app.innovation.enums.answers import RevivalState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.answers import (
    AdviceForm,
    FirstTransferForm,
    FollowUpForm,
    OpinionAnswerForm,
    OpinionDraftForm,
    OpinionRequestForm,
    PromiseForm,
    RevivalClaimForm,
    RevivalDecisionForm,
    TransferForm,
)
from app.innovation.models import Issue
from app.innovation.policy import POLICY
from app.innovation.queries.issue_answers import OpinionRow, RevivalRow, opinions_of, revivals_of
from app.innovation.queries.issue_clock import RUNNING
from app.innovation.queries.issues import IssueDetails
from app.innovation.rules.answers import EARLY
from app.innovation.rules.issues import UNDECIDED
from app.organization.queries import Unit

FORMS: Mapping[str, type[Form]] = {
    "question": OpinionRequestForm,
    "transfer": TransferForm,
    "promise": PromiseForm,
    "advice": AdviceForm,
    "draft": OpinionDraftForm,
    "answer": OpinionAnswerForm,
    "follow_up": FollowUpForm,
    "claim": RevivalClaimForm,
    "credit": RevivalDecisionForm,
}


def answering(
    issue: Issue,
    details: IssueDetails,
    who: Actor,
    *,
    sent: Mapping[str, Form],
    units: Sequence[Unit],
    apart: bool,
) -> dict[str, Any]:
    """Return the questions and revivals of an issue and the forms of what the actor may do with them.

    `apart`: the actor has no share in the issue.
    """
    opinions = opinions_of(issue, who) if details.opinion_count else ()
    revivals = revivals_of(issue, who) if details.revival_count else ()
    may = _permitted(issue, who, apart=apart)
    return {
        "opinions": opinions,
        "revivals": revivals,
        "may": may,
        "own_opinion": _own_opinion(issue, who, opinions) if apart else None,
        "revival_to_claim": _waiting(revivals, RevivalState.TOLD) if may["own"] else None,
        "revival_to_decide": _waiting([row for row in revivals if not row.is_readers], RevivalState.CLAIMED)
        if may["credit"]
        else None,
        "answers": _forms(issue, sent, units),
    }


def _permitted(issue: Issue, who: Actor, *, apart: bool) -> dict[str, bool]:
    undecided = apart and issue.state in UNDECIDED
    reviews = undecided and allows(POLICY, Permission.ISSUE_REVIEW, who, issue)
    refused = issue.state is IssueState.REFUSED
    return {
        "own": allows(POLICY, Permission.ISSUE_OWN, who, issue),
        "review": reviews,
        "promise": reviews and issue.state in RUNNING,
        "advise": undecided and allows(POLICY, Permission.ISSUE_ADVISE, who, issue),
        "follow_up": apart and _owes_follow_up(issue) and allows(POLICY, Permission.ISSUE_FOLLOW_UP, who, issue),
        "revive": refused and allows(POLICY, Permission.REVIVAL_RECORD, who, issue),
        "credit": apart and issue.state not in UNDECIDED and allows(POLICY, Permission.REVIVAL_DECIDE, who, issue),
        "print": allows(POLICY, Permission.RECEIPT_PRINT, who, issue),
    }


def _owes_follow_up(issue: Issue) -> bool:
    """Whether the record of a year may be written now."""
    return issue.next_follow_up_on is not None and clock.today() >= issue.next_follow_up_on - EARLY


def _own_opinion(issue: Issue, who: Actor, opinions: Sequence[OpinionRow]) -> OpinionRow | None:
    """Return the open question the actor's department owes an answer to."""
    if issue.state not in UNDECIDED:
        return None
    mine = (row for row in opinions if row.is_open and allows(POLICY, Permission.ISSUE_OPINION_DRAFT, who, row))
    return next(mine, None)


def _waiting(revivals: Sequence[RevivalRow], state: RevivalState) -> RevivalRow | None:
    return next((row for row in revivals if row.state is state), None)


def _forms(issue: Issue, sent: Mapping[str, Form], units: Sequence[Unit]) -> dict[str, Any]:
    """Make the forms; one that was refused keeps what was typed."""
    kinds = {**FORMS, "transfer": transfer_form(issue)}
    forms: dict[str, Any] = {
        name: sent.get(name) or kind(prefix=f"{name}-", formdata=None) for name, kind in kinds.items()
    }
    pairs = [(unit.id, unit.name) for unit in units]
    others = [pair for pair in pairs if pair[0] != issue.reviewing_department_id]
    offer(forms["question"].department, others, blank=True)
    offer(forms["transfer"].department, others, blank=True)
    return forms


def transfer_form(issue: Issue) -> type[TransferForm]:
    """Return the form of a transfer: only what a department reviews can be given back to the control tower."""
    return TransferForm if issue.reviewing_department_id is not None else FirstTransferForm
