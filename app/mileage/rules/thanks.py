"""칭찬과 감사 포인트: how much may be given, to whom, and from which month other limits hold.

Preset: 온나라이음, 200 a month, 10 a message, at most twice a month to the same person, not inside the own department,
and what is not given by the end of the month expires.
"""

from dataclasses import dataclass
from datetime import date

from app.core.errors import Refused
from app.core.messages import _

FEWEST_CHARACTERS, MOST_CHARACTERS = 10, 300
MOST_GRANT, MOST_SAME_PERSON = 10_000, 100


@dataclass(frozen=True, kw_only=True)
class Limits:
    """기준: what everybody may give in a month."""

    monthly_grant: int = 200
    points: int = 10
    most_same_person: int = 2
    own_department_allowed: bool = False


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What is known when a thank-you is about to be sent; departments are those of the day."""

    body: str
    sender_id: int
    receiver_id: int
    sender_department_id: int | None
    receiver_department_id: int | None
    receiver_is_here: bool
    sent_before: int
    left: int


def first_of_month(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def check_limits(limits: Limits) -> None:
    """Refuse limits under which nothing could be given, or that no screen could show."""
    if limits.points < 1 or limits.most_same_person < 1:
        raise Refused(_("Points and times are at least 1."))
    if limits.monthly_grant < limits.points:
        raise Refused(_("The monthly grant must be enough for one thank-you."))
    if limits.monthly_grant > MOST_GRANT or limits.most_same_person > MOST_SAME_PERSON:
        raise Refused(
            _(
                "At most %(grant)s points a month and %(times)s times to the same person.",
                grant=MOST_GRANT,
                times=MOST_SAME_PERSON,
            )
        )


def check_body(body: str) -> None:
    """Refuse words that are too few to say what for, or too many for a note."""
    if not FEWEST_CHARACTERS <= len(body) <= MOST_CHARACTERS:
        raise Refused(_("Write %(fewest)s to %(most)s characters.", fewest=FEWEST_CHARACTERS, most=MOST_CHARACTERS))


def check_sending(sending: Sending, limits: Limits) -> None:
    """Say why a thank-you may not be sent. Returns nothing if it may."""
    check_body(sending.body)
    if sending.sender_id == sending.receiver_id:
        raise Refused(_("Nobody thanks oneself."))
    if not sending.receiver_is_here:
        raise Refused(_("This person no longer works here."))
    if sending.sender_department_id is None or sending.receiver_department_id is None:
        raise Refused(_("Only people of a department thank one another."))
    if sending.sender_department_id == sending.receiver_department_id and not limits.own_department_allowed:
        raise Refused(_("Thank-you points go to other departments."))
    if sending.sent_before >= limits.most_same_person:
        raise Refused(_("You have thanked this person %(times)s times this month.", times=sending.sent_before))
    if sending.left < limits.points:
        raise Refused(
            _(
                "%(left)s points are left this month; a thank-you needs %(points)s.",
                left=sending.left,
                points=limits.points,
            )
        )
