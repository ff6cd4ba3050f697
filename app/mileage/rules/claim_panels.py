"""심의: which claims a panel looks at, who sits on it, and what its votes come to."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Invalid, Refused, WrongState
from app.core.messages import Message, _
from app.mileage.enums import ClaimState, PanelOutcome, PanelVote
from app.mileage.rules.shares import check_points

FEWEST, MOST = 3, 7
LONGEST = 60
"""Days a panel may take at most."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """심의 기준: off unless an office turns it on. Days are those a panel has to vote."""

    is_on: bool = False
    above_points: Decimal | None = None
    item_codes: tuple[str, ...] = ()
    days: int = 7


def needs_panel(terms: Terms, *, item_code: str, points: Decimal) -> bool:
    """Whether a panel looks at a claim before it is verified."""
    above = terms.above_points is not None and points > terms.above_points
    return terms.is_on and (above or item_code in terms.item_codes)


def check_terms(terms: Terms) -> None:
    """Refuse terms that would let no claim through, or none be looked at."""
    if terms.above_points is not None:
        check_points(terms.above_points)
    if not 1 <= terms.days <= LONGEST:
        raise _wrong("days", _("From 1 to %(most)s days.", most=LONGEST))
    if terms.is_on and terms.above_points is None and not terms.item_codes:
        raise Refused(_("Say from how many points on, or mark an item."))


def check_convening(claim: ClaimState, *, skips_head: bool, is_needed: bool, has_panel: bool) -> None:
    """Refuse a panel for a claim that does not wait for the control tower, needs none, or has one."""
    if claim is not (ClaimState.SUBMITTED if skips_head else ClaimState.CONFIRMED):
        raise WrongState(_("This claim is not waiting for the control tower."))
    if has_panel:
        raise WrongState(_("A panel was named for this claim already."))
    if not is_needed:
        raise Refused(_("By the terms of the office this claim needs no panel."))


def check_members(member_ids: Sequence[int], barred: AbstractSet[int]) -> None:
    """Refuse an even number, too few or too many, somebody named twice, or somebody who decides or has a part."""
    if len(set(member_ids)) != len(member_ids):
        raise _wrong("numbers", _("Somebody is named twice."))
    if not FEWEST <= len(member_ids) <= MOST or len(member_ids) % 2 == 0:
        raise _wrong("numbers", _("Name 3, 5 or 7 members."))
    if barred & set(member_ids):
        raise _wrong(
            "numbers",
            _(
                "Nobody sits on it who has a part in the claim, confirmed it, works in the claimant's department, "
                "belongs to the control tower or audits."
            ),
        )


def is_over(votes: Collection[PanelVote | None], ends_on: date, today: date) -> bool:
    """Whether the votes are opened: all have voted, or the last day is over."""
    return None not in votes or today > ends_on


def check_vote(claim: ClaimState, *, has_voted: bool, is_over: bool) -> None:
    """Refuse a second vote, one that comes too late, and one about a claim that was taken back."""
    if has_voted:
        raise WrongState(_("You have voted already."))
    if claim not in {ClaimState.SUBMITTED, ClaimState.CONFIRMED}:
        raise WrongState(_("This claim is not waiting for the control tower."))
    if is_over:
        raise WrongState(_("The panel has ended."))


def outcome_of(votes: Iterable[PanelVote | None]) -> PanelOutcome:
    """Return the majority of the votes given; none where not even half of the members voted, or as many on each side."""
    given = list(votes)
    for_it, against = given.count(PanelVote.FOR), given.count(PanelVote.AGAINST)
    if 2 * (for_it + against) < len(given) or for_it == against:
        return PanelOutcome.NONE
    return PanelOutcome.FOR if for_it > against else PanelOutcome.AGAINST


def check_decided(outcome: PanelOutcome | None, *, is_needed: bool, ends_on: date | None) -> None:
    """Refuse to verify before the panel has ended. `ends_on` is the last day of one that is still open."""
    if ends_on is not None:
        raise WrongState(_("The panel votes until %(day)s.", day=ends_on))
    if is_needed and outcome is None:
        raise WrongState(_("A panel looks at this claim first. Name its members."))


def check_departure(outcome: PanelOutcome | None, reason: str) -> None:
    """Refuse to post what the panel was against, unless it is said why."""
    if outcome is PanelOutcome.AGAINST and not reason.strip():
        raise Refused(_("The panel was against it. Please write why you depart from it."))


def _wrong(field: str, sentence: Message) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
