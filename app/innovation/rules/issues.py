"""이슈·제안: receipt, co-proposers, triage, and what the proposer reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.core.errors import Refused
from app.core.messages import Message, _
from app.innovation.enums import IssueState, RefusalReason, TriageDecision
from app.innovation.rules.clocks import IssueClock
from app.innovation.rules.common import check_reason

WHOLE = 100
UNDECIDED = frozenset({IssueState.RECEIVED, IssueState.SUPPLEMENT_ASKED, IssueState.UNDER_REVIEW})
"""States in which the clock of the decision runs or is stopped."""

_FULL_TRIAGE = {
    TriageDecision.ADOPT: IssueState.ADOPTED,
    TriageDecision.REFUSE: IssueState.REFUSED,
    TriageDecision.LINK: IssueState.MERGED,
    TriageDecision.SUPPLEMENT: IssueState.SUPPLEMENT_ASKED,
}
_TRIAGE: Mapping[IssueState, Mapping[TriageDecision, IssueState]] = {
    IssueState.RECEIVED: _FULL_TRIAGE,
    IssueState.UNDER_REVIEW: _FULL_TRIAGE,
    IssueState.SUPPLEMENT_ASKED: {
        TriageDecision.REFUSE: IssueState.REFUSED,
        TriageDecision.LINK: IssueState.MERGED,
    },
}
_RECEIPT_NUMBER = re.compile(r"([0-9]{4})-([0-9]{4,})")


def receipt_number(year: int, sequence: int) -> str:
    """Make the number an issue gets at once, e.g. "2026-0001"; it grows past 9999."""
    if year < 1000 or year > 9999 or sequence < 1:  # noqa: PLR2004  four digits
        raise ValueError(year, sequence)
    return f"{year}-{sequence:04d}"


def parse_receipt_number(number: str) -> tuple[int, int]:
    """Split a receipt number into year and sequence, which sort by the order of receipt. ValueError if malformed."""
    found = _RECEIPT_NUMBER.fullmatch(number)
    if found is None:
        raise ValueError(number)
    return int(found[1]), int(found[2])


def check_shares(shares: Mapping[int, Decimal], lead_id: int) -> None:
    """Refuse shares (person id → percent) that are not positive, do not sum to 100, or leave the lead behind.

    The lead proposer has the largest share; another may have as much. Source: 공무원 제안 규정 §5③.
    """
    if lead_id not in shares:
        raise Refused(_("The lead proposer needs a share."))
    if any(not share.is_finite() or share <= 0 for share in shares.values()):
        raise Refused(_("Every co-proposer needs a share above 0."))
    if sum(map(Fraction, shares.values())) != WHOLE:
        total = sum(shares.values(), Decimal(0))
        raise Refused(_("The shares must sum to 100; they sum to %(total)s.", total=total))
    if shares[lead_id] < max(shares.values()):
        raise Refused(_("Nobody may have a larger share than the lead proposer."))


def check_expected_obstacle(text: str | None, *, none_ticked: bool) -> None:
    """Refuse an issue that neither names an expected obstacle nor rules it out, or does both."""
    named = bool((text or "").strip())
    if named and none_ticked:
        raise Refused(_("An obstacle is named and ruled out at the same time."))
    if not named and not none_ticked:
        raise Refused(_("Please name the expected obstacle, or tick that there is none."))


def allowed_decisions(state: IssueState) -> tuple[TriageDecision, ...]:
    """Decisions that can be taken in the state, in the order of the vocabulary."""
    return tuple(decision for decision in TriageDecision if decision in _TRIAGE.get(state, {}))


def check_triage(
    state: IssueState,
    decision: TriageDecision,
    reason: str | None,
    refusal: RefusalReason | None = None,
) -> IssueState:
    """Return the state the decision leads to. Refused without a reason, or a refusal without its code."""
    target = _TRIAGE.get(state, {}).get(decision)
    if target is None:
        raise Refused(
            _(
                "An issue in the state “%(state)s” cannot be decided so: %(decision)s.",
                state=state.label,
                decision=decision.label,
            )
        )
    if decision is TriageDecision.REFUSE and refusal is None:
        raise Refused(_("Please choose the reason for not adopting it."))
    check_reason(reason)
    return target


def check_link(number: str, earlier_number: str, earlier_state: IssueState, *, has_linked: bool = False) -> None:
    """Refuse a link to itself, to a later issue, or to one that is linked onward or withdrawn: first received wins.

    An issue to which others are linked is not linked onward either: there are no chains.
    """
    if number == earlier_number:
        raise Refused(_("An issue is not linked to itself."))
    if has_linked:
        raise Refused(_("Other issues are linked to this one. Undo those links first, then link each of them."))
    if parse_receipt_number(earlier_number) >= parse_receipt_number(number):
        raise Refused(_("An issue is linked only to one that was received earlier."))
    if earlier_state in {IssueState.MERGED, IssueState.WITHDRAWN}:
        raise Refused(_("The earlier issue is itself linked onward or withdrawn."))


def check_undoing_link(state: IssueState, reason: str | None, before: IssueState | None = None) -> IssueState:
    """Return the state after the link is undone: the one it had before, or received where that was not kept."""
    if state is not IssueState.MERGED:
        raise Refused(_("This issue is not linked to another."))
    check_reason(reason)
    return before or IssueState.RECEIVED


def check_supplement(state: IssueState) -> IssueState:
    """Return the state after the proposer has supplemented the issue."""
    if state is not IssueState.SUPPLEMENT_ASKED:
        raise Refused(_("No supplement has been asked for."))
    return IssueState.UNDER_REVIEW


def check_withdrawal(state: IssueState) -> IssueState:
    """Return the state after the proposer takes the issue back; only before it is decided."""
    if state not in UNDECIDED:
        raise Refused(_("A decided issue cannot be withdrawn."))
    return IssueState.WITHDRAWN


def check_reexamination(
    state: IssueState, *, last_day: date, today: date, reason: str | None, clock: IssueClock
) -> IssueState:
    """Return the state after the proposer asks to look again. Source: 공무원 제안 규정 §11."""
    if state is not IssueState.REFUSED:
        raise Refused(_("Only an issue that was not adopted can be examined again."))
    if today > last_day:
        raise Refused(_("The %(days)s days for asking again have passed.", days=clock.reexamination_days))
    check_reason(reason)
    return IssueState.UNDER_REVIEW


_SENTENCES: Mapping[IssueState, Message] = {
    IssueState.RECEIVED: _("Received and waiting for the decision"),
    IssueState.SUPPLEMENT_ASKED: _("Please supplement your issue"),
    IssueState.ADOPTED: _("Adopted and on its way as an innovation task"),
    IssueState.WITHDRAWN: _("Withdrawn by the proposer"),
}


@dataclass(frozen=True, kw_only=True)
class PublicFacts:
    """What the public sentence may mention. `due_on` is the day by which the supplement or the decision comes.

    `awaited_department` owes an opinion until `awaited_until`.
    """

    awaited_department: str | None = None
    awaited_until: date | None = None
    reviewing_department: str | None = None
    due_on: date | None = None
    earlier_number: str | None = None
    refusal: RefusalReason | None = None


def public_sentence(state: IssueState, facts: PublicFacts | None = None) -> Message:
    """Say to the proposer where the issue stands, and until when."""
    facts = facts or PublicFacts()
    if state in {IssueState.RECEIVED, IssueState.UNDER_REVIEW}:
        return _review_sentence(state, facts)
    sentence = _SENTENCES.get(state)
    if sentence is not None:
        return _dated(sentence, facts.due_on if state in UNDECIDED else None)
    if state is IssueState.MERGED:
        return _("Dealt with together with the earlier issue %(number)s", number=facts.earlier_number or "")
    return _("Not adopted: %(reason)s", reason=(facts.refusal or RefusalReason.OTHER).label)


def _review_sentence(state: IssueState, facts: PublicFacts) -> Message:
    if facts.awaited_department is not None:
        waiting = _("Waiting for the opinion of %(department)s", department=facts.awaited_department)
        return _dated(waiting, facts.awaited_until)
    if facts.reviewing_department is not None:
        reviewed = _("Being reviewed by %(department)s", department=facts.reviewing_department)
        return _dated(reviewed, facts.due_on)
    return _dated(_("Under review") if state is IssueState.UNDER_REVIEW else _SENTENCES[state], facts.due_on)


def _dated(sentence: Message, due_on: date | None) -> Message:
    if due_on is None:
        return sentence
    return _("%(sentence)s · by %(month)s/%(day)s", sentence=sentence, month=due_on.month, day=due_on.day)
