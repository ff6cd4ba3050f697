"""적립신청: claimed, confirmed by the head, verified by the control tower, posted. Nobody decides about the own claim."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.mileage.enums import ClaimState, ItemConfirmer, ItemTrigger
from app.mileage.rules.shares import check_points

EDITABLE = frozenset({ClaimState.DRAFT, ClaimState.RETURNED})
UNDECIDED = frozenset({ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.CONFIRMED, ClaimState.RETURNED})

MOST_POINTS = Decimal(1000)
LAST_YEAR_UNTIL = (1, 31)
"""Month and day up to which facts of the year before can still be claimed."""


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """What the rules need to know of a claim.

    `sharer_ids` are the people who share in the points; they may not decide either. `claimant_is_head` holds for
    heads and acting heads of the claimant's department on the day of submission. `paid_department_id` is the
    department that a department item pays; None for items of people. `entered_by_id` is who read it in from a workbook, if it was.
    `confirmed_for_id` is the head in whose place a deputy confirmed.
    """

    state: ClaimState
    claimant_id: int
    sharer_ids: AbstractSet[int] = field(default_factory=frozenset)
    claimant_is_head: bool = False
    confirmer: ItemConfirmer = ItemConfirmer.HEAD_AND_TOWER
    confirmed_by_id: int | None = None
    confirmed_for_id: int | None = None
    department_id: int | None = None
    paid_department_id: int | None = None
    entered_by_id: int | None = None

    @property
    def skips_head(self) -> bool:
        """Whether the claim goes straight to the control tower."""
        return self.claimant_is_head or self.confirmer is ItemConfirmer.TOWER

    @property
    def payee_ids(self) -> frozenset[int]:
        """Who wrote it or shares in it."""
        return frozenset({self.claimant_id, *self.sharer_ids})

    @property
    def party_ids(self) -> frozenset[int]:
        """Who may not decide about it, nor be stood for: payees, and who read it in from a workbook."""
        return self.payee_ids | {self.entered_by_id} if self.entered_by_id is not None else self.payee_ids


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who verifies: the offices of that day, those of the one in whose place a deputy acts among them."""

    id: int
    deputy_for_id: int | None = None
    office_ids: AbstractSet[int] = field(default_factory=frozenset)
    headed_ids: AbstractSet[int] = field(default_factory=frozenset)


def check_claimable(trigger: ItemTrigger) -> None:
    """Refuse a claim for an item that is paid automatically."""
    if trigger is not ItemTrigger.CLAIM:
        raise Refused(_("This item is awarded automatically and cannot be claimed."))


def check_claimed_points(points: Decimal) -> None:
    """Refuse points that are not a positive multiple of 0.01, or more than anybody claims at once."""
    check_points(points)
    if points > MOST_POINTS:
        raise Refused(_("At most %(most)s points can be claimed at once.", most=MOST_POINTS))


def earliest_day(today: date) -> date:
    """Return the first day a claim may be about: this year, and in January last year too."""
    year = today.year - 1 if (today.month, today.day) <= LAST_YEAR_UNTIL else today.year
    return date(year, 1, 1)


def check_day(happened_on: date, today: date, *, is_reopened: bool = False, is_upheld: bool = False) -> None:
    """Refuse a fact that lies in the future, or in a year that can no longer be claimed.

    `is_reopened`: the year of the fact was closed and opened again; until it is closed anew it can be claimed.
    `is_upheld`: an objection about that day was upheld; the claim it came to waits for the closing of the year alone.
    """
    if happened_on > today:
        raise Refused(_("The day of the fact lies in the future."))
    earliest = earliest_day(today)
    if happened_on < earliest and not (is_reopened or is_upheld):
        raise Refused(
            _(
                "Only facts since %(day)s can be claimed now; those of last year until 31 January.",
                day=earliest.isoformat(),
            )
        )


def check_editing(state: ClaimState) -> None:
    """Refuse changes to a claim that is submitted, decided or withdrawn."""
    if state not in EDITABLE:
        raise WrongState(_("A claim that is submitted or decided cannot be changed."))


def check_present_department(department_id: int, present_id: int) -> None:
    """Refuse to hand in for a department one has left since."""
    if department_id != present_id:
        raise Refused(_("You work in another department now. Somebody who leads the department claims this."))


def check_submission(state: ClaimState, *, evidence_needed: bool, evidence_count: int) -> None:
    """Refuse a claim that is not in the claimant's hands, or lacks the evidence its item asks for."""
    check_editing(state)
    if evidence_needed and evidence_count < 1:
        raise Refused(_("This item needs evidence."))


def check_confirmation(claim: ClaimFacts, decider_id: int, deputy_for_id: int | None = None) -> None:
    """Say why the head, or the deputy of `deputy_for_id`, may not confirm; afterwards the claim is CONFIRMED."""
    _check_not_own(claim, decider_id, deputy_for_id)
    if claim.state is not ClaimState.SUBMITTED:
        raise WrongState(_("Only a submitted claim can be confirmed."))
    if claim.skips_head:
        raise WrongState(_("This claim goes straight to the control tower."))


def check_verification(claim: ClaimFacts, decider: Decider) -> None:
    """Say why the control tower may not verify; afterwards the claim is POSTED.

    The verifier is neither the claimant, nor a sharer, nor one of the two sides that confirmed, nor of the department
    that is paid, nor head of the claimant's department. The same holds for the one in whose place a deputy verifies.
    """
    _check_not_own(claim, decider.id, decider.deputy_for_id)
    expected = ClaimState.SUBMITTED if claim.skips_head else ClaimState.CONFIRMED
    if claim.state is not expected:
        raise WrongState(_("This claim is not waiting for the control tower."))
    if {decider.id, decider.deputy_for_id} & ({claim.confirmed_by_id, claim.confirmed_for_id} - {None}):
        raise Refused(_("Whoever confirmed a claim cannot verify it too."))
    if claim.department_id in decider.headed_ids:
        raise Refused(_("You head or act for the claimant's department: somebody else of the control tower verifies."))
    check_not_own_department(claim, decider.office_ids)


def check_not_own_department(claim: ClaimFacts, office_ids: AbstractSet[int]) -> None:
    """Refuse a decision of the control tower about points for a department the decider works in, heads or acts for."""
    if claim.paid_department_id in office_ids:
        raise Refused(
            _("This would pay your own department: somebody of the control tower in another department decides.")
        )


def check_twins(twin_ids: Collection[int], reason: str) -> None:
    """Refuse to pay what may be a fact that was paid already, unless it is said why it is another one."""
    if twin_ids and not reason.strip():
        raise Refused(
            _("A claim that is already posted has the same evidence or day. Please write why this is another fact.")
        )


def check_awards(award_ids: Collection[int], reason: str) -> None:
    """Refuse to pay by claim what may have been paid automatically, unless it is said why it is another fact."""
    if award_ids and not reason.strip():
        raise Refused(
            _(
                "Somebody of this claim was already paid automatically for the same day, or by an item of the same "
                "group this year. Please write why this is another fact."
            )
        )


def check_return(claim: ClaimFacts, decider_id: int, reason: str | None, deputy_for_id: int | None = None) -> None:
    """Say why the claim may not be sent back; afterwards it is RETURNED and can be submitted again."""
    if claim.state not in {ClaimState.SUBMITTED, ClaimState.CONFIRMED}:
        raise WrongState(_("Only a claim that waits for a decision can be returned."))
    _check_not_own(claim, decider_id, deputy_for_id)
    if not (reason or "").strip():
        raise Refused(_("Please write the reason."))


def check_withdrawal(claim: ClaimFacts, person_id: int) -> None:
    """Refuse withdrawal by anybody but the claimant, or after the claim is posted."""
    if person_id != claim.claimant_id:
        raise Refused(_("Only the claimant can withdraw a claim."))
    if claim.state not in UNDECIDED:
        raise WrongState(_("This claim can no longer be withdrawn."))


def _check_not_own(claim: ClaimFacts, decider_id: int, deputy_for_id: int | None) -> None:
    if decider_id in claim.payee_ids:
        raise Refused(_("Nobody decides about a claim of their own."))
    if decider_id == claim.entered_by_id:
        raise Refused(_("Whoever entered a claim for somebody does not decide about it."))
    if deputy_for_id is not None and deputy_for_id in claim.party_ids:
        raise Refused(_("Nobody decides in the place of somebody who has a part in the claim."))
