"""단축 규칙과 그 적립항목: saved as versions that never change; an item says that what was saved is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.core.events import FreeText, publish
from app.core.i18n import text_in
from app.core.messages import _
from app.core.values import Value
from app.mileage.enums import EventCode, ItemConfirmer, ItemSubject, ItemTrigger, Permission
from app.mileage.events import ShorteningRuleSaved
from app.mileage.models import MileageItem, SavedShorteningRule
from app.mileage.policy import POLICY
from app.mileage.queries.item_versions import pays_the_same
from app.mileage.rules.caps import Caps
from app.mileage.rules.shortening_parameters import parameters_of, rule_from
from app.mileage.rules.shortening_runs import check_code
from app.mileage.services.accounts import lock_pool
from app.mileage.services.item_changes import Change, ItemTerms, enter_item

ITEM_NAME = _("Handling times shortened")
ITEM_DESCRIPTION = _("What cases of civil affairs earned by the rule of the office, in the points of that rule.")


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """What is saved as a version: parameters as plain JSON, where the rule comes from, and why this version."""

    code: str
    name: str
    parameters: Mapping[str, Any]
    source: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """An item that pays what was saved: for whom, its code and name, from when, why, and at most how much a year."""

    subject: ItemSubject
    code: str
    name: str
    valid_from: date
    reason: str
    cap_year: Decimal | None


def save_rule(*, actor: Actor, text: RuleText) -> SavedShorteningRule:
    """Save a version of a rule: the first of its code, or the next. Raises `Invalid` where the parameters are wrong."""
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    check_code(text.code)
    rule = rule_from(text.parameters)
    lock_pool()
    latest = db.session.scalar(
        select(func.max(SavedShorteningRule.version)).where(SavedShorteningRule.code == text.code)
    )
    saved = SavedShorteningRule(
        code=text.code,
        version=(latest or 0) + 1,
        name=text.name,
        parameters=parameters_of(rule),
        source=text.source,
        reason=text.reason,
        saved_at=clock.now(),
        saved_by_id=actor.id,
    )
    db.session.add(saved)
    db.session.flush()
    publish(
        ShorteningRuleSaved(
            actor_id=actor.id,
            shortening_rule_id=saved.id,
            code=saved.code,
            version=saved.version,
            reason=FreeText(text.reason),
        )
    )
    return saved


def add_shortening_item(*, actor: Actor, text: ItemText) -> MileageItem:
    """Enter the item by which people, or departments, are paid what was saved. The office has one of each at a time.

    It is an item like any other: with a reason, and from today at the earliest. What was saved before is not paid by it.
    """
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    lock_pool()
    if pays_the_same(text.code, EventCode.SHORTENING_COUNTED, text.subject, text.valid_from):
        raise Refused(_("There is an item for this already."))
    terms = ItemTerms(
        name_ko=text.name,
        name_en=ITEM_NAME.msgid,
        description_ko=text_in("ko", ITEM_DESCRIPTION),
        description_en=ITEM_DESCRIPTION.msgid,
        core_values=(Value.SPEED.value,),
        points=Decimal(1),
        caps=Caps(year=text.cap_year),
        evidence_required=False,
        trigger=ItemTrigger.EVENT,
        event_code=EventCode.SHORTENING_COUNTED,
        confirmer=ItemConfirmer.NOBODY,
        highest_group=None,
        feeds_promotion=False,
    )
    change = Change(takes_effect_on=text.valid_from, reason=text.reason)
    try:
        return enter_item(actor=actor, code=text.code, subject=text.subject, terms=terms, change=change)
    except Invalid as refusal:
        # The form here calls the first day of a new item by another name.
        fields = {"valid_from" if name == "takes_effect_on" else name: why for name, why in refusal.fields.items()}
        raise Invalid(refusal.reason, fields=fields) from refusal
