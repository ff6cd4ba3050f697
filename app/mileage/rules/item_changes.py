"""적립항목의 변경: from which day a change may hold. What was used keeps its terms.

The year of promotion points (가점) is that of 지방공무원 평정규칙 제25조의3제2항: disclosed and opinions heard before the
change, applied from the day on which a year has passed since it; changes for a large disaster apply at once.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Invalid, Refused
from app.core.messages import Message, _
from app.mileage.enums import ItemConfirmer, ItemTrigger

ONE_DAY = timedelta(days=1)
CODE = re.compile(r"[A-Za-z0-9-]{1,20}")
REASON_LENGTH = 10


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """공개와 의견수렴: when it was disclosed, what was said, the day of the change, and the large disaster, if any."""

    disclosed_on: date
    opinions: str
    changed_on: date
    disaster: str | None = None


def earliest_effect(changed_on: date) -> date:
    """Return the first day on which a year has passed since the change.

    The day of the change does not count (민법 제157조); a year that would end on 29 February ends on the 28th (제160조제3항).
    """
    start = changed_on + ONE_DAY
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return date(start.year + 1, 3, 1)


def check_disclosure(disclosure: Disclosure, *, takes_effect_on: date, today: date) -> None:
    """Refuse a change of promotion points that was not disclosed before, or that would hold too early."""
    if not disclosure.opinions.strip():
        raise wrong("opinions", _("Write what people said about it, or that nobody said anything."))
    if disclosure.changed_on > today:
        raise wrong("changed_on", _("The day of the change lies in the future."))
    if disclosure.disclosed_on >= disclosure.changed_on:
        raise wrong("disclosed_on", _("It must be disclosed before the day of the change."))
    first = disclosure.changed_on if disclosure.disaster else earliest_effect(disclosure.changed_on)
    if takes_effect_on < first:
        raise wrong(
            "takes_effect_on",
            _(
                "Promotion points: a change holds from %(day)s at the earliest, when a year has passed since it.",
                day=first.isoformat(),
            ),
        )


def check_code(code: str) -> str:
    """Return the code; refuse one that would not stay readable in workbooks."""
    if not CODE.fullmatch(code):
        raise wrong("code", _("Only letters A–Z, digits and hyphens."))
    return code


def check_reason(reason: str) -> str:
    """Return the reason without spaces around it; refuse a short one."""
    if len(reason.strip()) < REASON_LENGTH:
        raise wrong("reason", _("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    return reason.strip()


def check_new_start(takes_effect_on: date, today: date) -> None:
    """A new item holds from today at the earliest: what happened before earned nothing by it."""
    if takes_effect_on < today:
        raise wrong("takes_effect_on", _("A new item holds from today at the earliest."))


def check_change_start(takes_effect_on: date, *, valid_from: date, today: date) -> None:
    """A change or an end holds from tomorrow at the earliest, and after the version that it ends began."""
    if takes_effect_on <= today:
        raise wrong(
            "takes_effect_on", _("A change holds from tomorrow at the earliest: what was earned keeps its terms.")
        )
    if takes_effect_on <= valid_from:
        raise wrong(
            "takes_effect_on", _("This version begins on %(day)s; choose a later day.", day=valid_from.isoformat())
        )


def check_way(trigger: ItemTrigger, *, has_event: bool, confirmer: ItemConfirmer) -> None:
    """An automatic item has its event and nobody confirms it; a claimed one has no event and somebody confirms it."""
    automatic = trigger is ItemTrigger.EVENT
    if automatic != has_event:
        raise wrong("event_code", _("Choose the fact of an automatic item, and none for an item by claim."))
    if automatic != (confirmer is ItemConfirmer.NOBODY):
        raise wrong("confirmer", _("Nobody confirms an automatic item; somebody confirms a claim."))


def check_not_ended(valid_until: date | None) -> None:
    """Refuse changes to a version that has an end already."""
    if valid_until is not None:
        raise Refused(_("This item ends on %(day)s. Enter a new item instead.", day=valid_until.isoformat()))


def wrong(field: str, reason: Message) -> Invalid:
    """Return a refusal that stands beside its field."""
    return Invalid(reason, fields={field: [reason]})
