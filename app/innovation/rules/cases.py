"""사례: written by those who did it, approved by their head, published by the control tower."""

from collections.abc import Collection
from dataclasses import dataclass

from app.core.errors import Refused
from app.core.messages import Message, _
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.rules.common import check_another_person, check_reason, clean_text, listed

EDITABLE = frozenset({CaseState.DRAFT, CaseState.RETURNED})
WAITING = frozenset({CaseState.SUBMITTED, CaseState.APPROVED})
FIRST_YEAR = 2000
LEAST_REASON = 10
"""Characters in which a failure without a task says why it has none."""

BEST_TEXTS: tuple[tuple[str, Message], ...] = (
    ("overview", _("Why and how it was begun")),
    ("details", _("What was done in detail")),
    ("obstacle_handling", _("Obstacles and how they were overcome")),
    ("self_assessment", _("Self-assessment")),
)
FAILURE_TEXTS: tuple[tuple[str, Message], ...] = (
    ("tried", _("What was tried")),
    ("cause", _("Why it failed")),
    ("advice", _("What to do next time")),
)
TEXTS = {CaseKind.BEST: BEST_TEXTS, CaseKind.FAILURE: FAILURE_TEXTS}
"""The texts of each kind in the order of the form; all of them are needed when the case is handed in."""


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What decides whether a case may be handed in. `texts` are by field, as typed.

    `no_task_reason` says why a failure belongs to no task: with a task, its lesson and the case are paid once.
    """

    kind: CaseKind
    state: CaseState
    texts: dict[str, str]
    evidence_count: int
    has_task: bool
    no_task_reason: str


def case_number(year: int, sequence: int) -> str:
    """Make the number of a case, e.g. "C2026-001"; it grows past 999."""
    if year < 1000 or year > 9999 or sequence < 1:  # noqa: PLR2004  four digits
        raise ValueError(year, sequence)
    return f"C{year}-{sequence:03d}"


def check_year(year: int, *, this_year: int) -> None:
    """Refuse a year that has not come, or before the office kept anything."""
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(_("Choose a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=this_year))


def check_editing(state: CaseState) -> None:
    """Refuse changes to a case that is with those who decide, public or withdrawn."""
    if state not in EDITABLE:
        raise Refused(_("A case that is handed in, published or withdrawn cannot be changed."))


def missing_parts(facts: CaseFacts) -> tuple[Message, ...]:
    """Name what the case still lacks, in the order of the form. A failure is told without files."""
    missing = [label for name, label in TEXTS[facts.kind] if not facts.texts[name].strip()]
    if facts.kind is CaseKind.BEST and facts.evidence_count == 0:
        missing.append(_("A file of evidence"))
    if facts.kind is CaseKind.FAILURE and not facts.has_task and len(clean_text(facts.no_task_reason)) < LEAST_REASON:
        missing.append(
            _("The task it comes from, or why there is none (at least %(least)s characters)", least=LEAST_REASON)
        )
    return tuple(missing)


def check_submission(facts: CaseFacts) -> None:
    """Refuse a case that is not in its authors' hands, or not whole."""
    check_editing(facts.state)
    missing = missing_parts(facts)
    if missing:
        raise Refused(_("The case is not complete. Missing: %(items)s.", items=listed(missing)))


def check_approval(state: CaseState, *, writer_ids: Collection[int], approver_id: int) -> None:
    """Refuse approval of what is not handed in, or by anybody who had a part in it."""
    if state is not CaseState.SUBMITTED:
        raise Refused(_("Only a case that is handed in can be approved."))
    for writer_id in writer_ids:
        check_another_person(approver_id=approver_id, author_id=writer_id)


def check_publication(state: CaseState, *, writer_ids: Collection[int], approver_id: int, publisher_id: int) -> None:
    """Refuse publication before the head's approval, by its writers, or by the person who approved it."""
    if state is not CaseState.APPROVED:
        raise Refused(_("A case is published after the department head has approved it."))
    for writer_id in writer_ids:
        check_another_person(approver_id=publisher_id, author_id=writer_id)
    if approver_id == publisher_id:
        raise Refused(_("The two approvals must come from two people."))


def check_return(state: CaseState, reason: str | None) -> None:
    """Refuse to send back what nobody waits to decide about, or without a reason."""
    if state not in WAITING:
        raise Refused(_("Only a case that waits for a decision can be returned."))
    check_reason(reason)


def check_withdrawal(state: CaseState, reason: str | None, *, by_control_tower: bool) -> None:
    """Refuse to take back twice or without a reason; what is public only the control tower takes out."""
    if state is CaseState.WITHDRAWN:
        raise Refused(_("This case is withdrawn already."))
    if state is CaseState.PUBLISHED and not by_control_tower:
        raise Refused(_("A published case is taken out of the library by the control tower."))
    check_reason(reason)
