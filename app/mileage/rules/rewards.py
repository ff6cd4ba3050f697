"""보상: points are reserved when a reward is asked for, and are spent when it is handed over; else they go back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.core.errors import Invalid, Refused, WrongState
from app.core.messages import Message, _
from app.mileage.enums import RewardState

OPEN = frozenset({RewardState.RESERVED, RewardState.APPROVED})
"""States in which the points stand in the reward pool and the reward is not handed over."""
COUNTED = frozenset({*OPEN, RewardState.CONSUMED})
"""States that use up stock and the yearly limit in won."""
HOLD_DAYS = 14
LONGEST_HOLD = 365


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a reward asks for. `earned_needed`: points earned this year; `stock`: how many since `valid_from`."""

    points: Decimal
    value_won: int
    valid_from: date
    valid_until: date | None = None
    earned_needed: Decimal | None = None
    stock: int | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """운영기준: the most won a person may ask for in a year (None: no limit), and how long a reservation lasts."""

    yearly_cap_won: int | None = None
    hold_days: int = HOLD_DAYS


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands today: points to spend, earned this year, and won asked for this year."""

    balance: Decimal
    earned: Decimal
    used_won: int


def shown(points: Decimal) -> str:
    """Return points as people write them: 12 or 12.5, not 12.00."""
    return f"{points:,.2f}".rstrip("0").rstrip(".")


def missing(offer: Offer, standing: Standing, terms: Terms, *, taken: int, day: date) -> list[Message]:
    """Return what stands between a person and a reward on a day; nothing: it can be requested."""
    return [
        sentence
        for sentence in (
            _outside_of(offer, day),
            _too_few_points(offer, standing),
            _too_little_earned(offer, standing),
            _sold_out(offer, taken),
            _over_the_cap(offer, standing, terms),
        )
        if sentence is not None
    ]


def check_request(offer: Offer, standing: Standing, terms: Terms, *, taken: int, day: date) -> None:
    """Refuse a request while anything is missing."""
    lacking = missing(offer, standing, terms, taken=taken, day=day)
    if lacking:
        raise Refused(lacking[0])


def check_wish(wish: str, *, needed: bool) -> None:
    """Refuse a wish for a post that does not say which one."""
    if needed and not wish:
        raise Invalid(
            _("Write which post you wish for."), fields={"wish": [_("Name the department and duty, and why.")]}
        )


def strictest(terms: Terms, caps: Iterable[int | None]) -> Terms:
    """Return the terms with the lowest of their limit and the others."""
    known = [cap for cap in (terms.yearly_cap_won, *caps) if cap is not None]
    return replace(terms, yearly_cap_won=min(known, default=None))


def hold_until(day: date, terms: Terms) -> date:
    """Return the last day on which a reservation of the day can be decided."""
    return day + timedelta(days=terms.hold_days)


def is_expired(state: RewardState, until: date, today: date) -> bool:
    """Whether a reservation is over: nobody decided by its day. What is approved does not expire."""
    return state is RewardState.RESERVED and today > until


def check_approval(state: RewardState, *, requester_id: int, decider_id: int) -> None:
    """Say why a request may not be approved; afterwards it is APPROVED."""
    _check_another(requester_id, decider_id)
    if state is not RewardState.RESERVED:
        raise WrongState(_("Only a request whose points are reserved can be approved."))


def check_still_reserved(state: RewardState, until: date, today: date) -> None:
    """Refuse to approve a reservation whose day is over, though the timetable has not given it back yet."""
    if is_expired(state, until, today):
        raise WrongState(_("Nobody decided by %(day)s.", day=until))


def check_covered(balance: Decimal) -> None:
    """Refuse what is paid with points that were taken back after the request."""
    if balance < 0:
        raise Refused(
            _("Points of the requester were taken back; the account is below 0, so the reward is not covered.")
        )


def check_refusal(state: RewardState, *, requester_id: int, decider_id: int, reason: str) -> None:
    """Say why a request may not be refused; afterwards it is REFUSED and the points are back."""
    _check_another(requester_id, decider_id)
    _check_open(state)
    _check_reason(reason)


def check_cancellation(state: RewardState, *, reason: str) -> None:
    """Say why a request may not be taken back; afterwards it is CANCELLED and the points are back.

    What is approved may be on its way already: whoever approves takes it back then, by refusing it with a reason.
    """
    _check_open(state)
    if state is RewardState.APPROVED:
        raise WrongState(
            _("The request is approved. Ask the control tower, which can refuse it until it is handed over.")
        )
    _check_reason(reason)


def check_handover(
    state: RewardState, *, requester_id: int, giver_id: int, given_on: date, approved_on: date | None, today: date
) -> None:
    """Say why a reward may not be recorded as handed over; afterwards it is CONSUMED."""
    _check_another(requester_id, giver_id)
    if state is not RewardState.APPROVED or approved_on is None:
        raise WrongState(_("Only an approved reward can be handed over."))
    if given_on > today:
        raise _wrong_day(_("The day of the handover lies in the future."))
    if given_on < approved_on:
        raise _wrong_day(_("The reward was approved on %(day)s; it cannot be handed over before.", day=approved_on))


def check_offer(offer: Offer) -> None:
    """Refuse terms that contradict themselves."""
    if offer.valid_until is not None and offer.valid_until < offer.valid_from:
        raise Invalid(
            _("The days are not in order."), fields={"valid_until": [_("The last day lies before the first one.")]}
        )


def check_terms(terms: Terms, *, valid_from: date, today: date) -> None:
    """Refuse terms for days that are over, or that no reservation could keep."""
    if valid_from < today:
        raise Invalid(_("Terms hold from today or a later day on."), fields={"valid_from": [_("This day is over.")]})
    if not 1 <= terms.hold_days <= LONGEST_HOLD:
        raise Invalid(
            _("The days of a reservation are wrong."),
            fields={"hold_days": [_("From 1 to %(most)s days.", most=LONGEST_HOLD)]},
        )


def _outside_of(offer: Offer, day: date) -> Message | None:
    if day < offer.valid_from:
        return _("It is offered from %(day)s on.", day=offer.valid_from)
    if offer.valid_until is not None and day > offer.valid_until:
        return _("It was offered until %(day)s.", day=offer.valid_until)
    return None


def _too_few_points(offer: Offer, standing: Standing) -> Message | None:
    lacking = offer.points - standing.balance
    return _("%(points)s more points are needed.", points=shown(lacking)) if lacking > 0 else None


def _too_little_earned(offer: Offer, standing: Standing) -> Message | None:
    lacking = (offer.earned_needed or Decimal(0)) - standing.earned
    if offer.earned_needed is None or lacking <= 0:
        return None
    return _("%(points)s more points must be earned this year.", points=shown(lacking))


def _sold_out(offer: Offer, taken: int) -> Message | None:
    if offer.stock is None or taken < offer.stock:
        return None
    return _("All %(stock)s are taken.", stock=offer.stock)


def _over_the_cap(offer: Offer, standing: Standing, terms: Terms) -> Message | None:
    if terms.yearly_cap_won is None or offer.value_won == 0:
        return None
    left = max(terms.yearly_cap_won - standing.used_won, 0)
    if offer.value_won <= left:
        return None
    return _(
        "It is worth %(value)s won; %(left)s won are left of this year's limit.",
        value=f"{offer.value_won:,}",
        left=f"{left:,}",
    )


def _check_another(requester_id: int, decider_id: int) -> None:
    if requester_id == decider_id:
        raise Refused(_("Nobody decides about a reward of their own."))


def _check_open(state: RewardState) -> None:
    if state not in OPEN:
        raise WrongState(_("This request has ended; its points cannot be given back."))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Please write the reason."))


def _wrong_day(sentence: Message) -> Invalid:
    return Invalid(sentence, fields={"given_on": [sentence]})
