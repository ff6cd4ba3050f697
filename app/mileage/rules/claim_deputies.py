"""적립신청 대리: who may stand in for whom, and for how long. A deputy has no deputy."""

from dataclasses import dataclass
from datetime import date

from app.core.errors import Invalid, Refused, WrongState
from app.core.messages import Message, _

MOST_DAYS = 92
"""A longer absence is a matter for an acting head, whom an administrator enters."""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What is known when somebody names a deputy. Departments are those of today.

    `department_id` is that of the office which is stood for. `holds_it_too`: the deputy has the same right anyway.
    `is_taken`: the principal has a deputy for some of these days. `is_chain`: the deputy has a deputy in them, or the
    principal is one.
    """

    principal_id: int
    deputy_id: int
    department_id: int
    deputy_department_id: int | None
    starts_on: date
    ends_on: date
    deputy_is_here: bool = True
    deputy_audits: bool = False
    holds_it_too: bool = False
    is_taken: bool = False
    is_chain: bool = False


def decided_as(deputy: str, principal: str) -> Message:
    """Say who decided in whose place."""
    return _("%(deputy)s, deputy of %(principal)s", deputy=deputy, principal=principal)


def check_naming(naming: Naming, today: date) -> None:
    """Say why this person may not be named for these days. Returns nothing if they may."""
    _check_days(naming, today)
    if naming.deputy_id == naming.principal_id:
        raise _wrong_person(_("Nobody is their own deputy."))
    if not naming.deputy_is_here or naming.deputy_department_id != naming.department_id:
        raise _wrong_person(_("The deputy works in the department that is stood for."))
    if naming.deputy_audits:
        raise _wrong_person(_("An auditor decides nothing."))
    if naming.holds_it_too:
        raise _wrong_person(_("This person may decide anyway and needs not be named."))
    if naming.is_taken:
        raise Refused(_("You have a deputy for some of these days. End that first."))
    if naming.is_chain:
        raise Refused(_("A deputy has no deputy: one of the two stands in or is stood for in these days already."))


def check_ending(*, has_ended: bool, ends_on: date, today: date) -> None:
    """Refuse to end what is over."""
    if has_ended or ends_on < today:
        raise WrongState(_("This has ended already."))


def _check_days(naming: Naming, today: date) -> None:
    if naming.starts_on < today:
        raise _wrong_day("starts_on", _("This day is over."))
    if naming.ends_on < naming.starts_on:
        raise _wrong_day("ends_on", _("The last day lies before the first one."))
    if (naming.ends_on - naming.starts_on).days >= MOST_DAYS:
        raise _wrong_day("ends_on", _("At most %(days)s days; for longer an acting head is entered.", days=MOST_DAYS))


def _wrong_person(sentence: Message) -> Invalid:
    return Invalid(sentence, fields={"deputy_id": [sentence]})


def _wrong_day(field: str, sentence: Message) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})
