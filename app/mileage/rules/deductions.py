"""감점: heard before it is decided, open to an objection before points move; three people, none of them a party."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from app.core.errors import Conflict, Refused
from app.core.messages import Message, _
from app.mileage.enums import DeductionState
from app.mileage.rules.shares import check_points
from app.organization.rules import next_working_day

ZERO = Decimal(0)
MOST_POINTS = Decimal(1000)
LEAST_DAYS, MOST_DAYS = 5, 60
"""Days an office may set for an opinion or an objection."""
OPEN = frozenset({DeductionState.PROPOSED, DeductionState.DECIDED, DeductionState.OBJECTED})
"""States in which it can still be withdrawn."""


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody with a part in a deduction. `person_id` is None for a department; `offices`: the departments they stand for."""

    person_id: int | None
    offices: AbstractSet[int] = field(default_factory=frozenset)

    def meets(self, other: "Hand") -> bool:
        """Whether both are one person or have an office in common."""
        return (self.person_id is not None and self.person_id == other.person_id) or bool(self.offices & other.offices)


def period_end(day: date, days: int, holidays: AbstractSet[date]) -> date:
    """Return the last day of a period that began on `day`, which is not counted; never a day off (민법 §157, §161)."""
    return next_working_day(day + timedelta(days=days), holidays)


def check_proposal(points: Decimal) -> None:
    """Refuse points that are not a positive multiple of 0.01, or more than anybody loses at once."""
    check_points(points)
    if points > MOST_POINTS:
        raise Refused(_("At most %(most)s points can be deducted at once.", most=MOST_POINTS))


def check_hands(*, proposer: Hand, decider: Hand, reviewer: Hand, party: Hand) -> None:
    """Refuse a party as judge, one judge for two steps, and a decision inside the office that asked for it."""
    if party.person_id is not None and party.person_id == proposer.person_id:
        raise Refused(_("Nobody proposes a deduction from the own account."))
    if decider.meets(party) or reviewer.meets(party):
        raise Refused(_("Who decides or answers an objection must not be of the office the points are taken from."))
    if decider.meets(proposer):
        raise Refused(_("Who decides must be from another office than who proposes."))
    if reviewer.person_id == proposer.person_id or reviewer.meets(decider):
        raise Refused(_("An objection is answered by a third person, of another office than who decides."))


def check_opinion(state: DeductionState, *, is_given: bool, until: date, today: date) -> None:
    """Raise `Conflict` where no opinion is asked for any more."""
    _expect(state, DeductionState.PROPOSED)
    if is_given:
        raise Conflict(_("An opinion was handed in already."))
    if today > until:
        raise Conflict(_("The time for an opinion ended on %(day)s.", day=until.isoformat()))


def check_decision(state: DeductionState, *, is_given: bool, until: date, today: date) -> None:
    """Raise `Conflict` where nothing is to be decided, or not yet: the other side comes first."""
    _expect(state, DeductionState.PROPOSED)
    if not is_given and today <= until:
        raise Conflict(_("An opinion can be given until %(day)s; decide after it.", day=until.isoformat()))


def check_decided_points(decided: Decimal | None, proposed: Decimal) -> None:
    """Refuse a decision for more points than were proposed and heard about."""
    if decided is None:
        return
    check_points(decided)
    if decided > proposed:
        raise Refused(_("At most the %(points)s points that were proposed can be deducted.", points=f"{proposed:.2f}"))


def check_objection(state: DeductionState, *, until: date | None, today: date) -> None:
    """Raise `Conflict` where there is nothing to object to, or the time for it has passed."""
    _expect(state, DeductionState.DECIDED)
    assert until is not None
    if today > until:
        raise Conflict(_("The time for an objection ended on %(day)s.", day=until.isoformat()))


def check_answer(state: DeductionState) -> None:
    """Raise `Conflict` where no objection waits."""
    _expect(state, DeductionState.OBJECTED)


def check_withdrawal(state: DeductionState) -> None:
    """Raise `Conflict` where the points have moved, or the deduction has ended otherwise."""
    if state not in OPEN:
        raise Conflict(_ENDED)


def taken(balance: Decimal, decided: Decimal) -> Decimal:
    """Return what can be taken: an account never comes below 0 by a deduction."""
    return max(ZERO, min(balance, decided))


_ENDED = _("This deduction has moved on since you saw it. Look at it again.")


def _expect(state: DeductionState, wanted: DeductionState) -> None:
    if state is not wanted:
        reason: Message = _ENDED
        raise Conflict(reason)
