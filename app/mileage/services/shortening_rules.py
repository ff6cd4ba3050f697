"""단축 규칙과 그 적립항목: saved as versions that never change; an item says that what was saved is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.core.values import Value
from app.mileage.enums import EventCode, ItemConfirmer, ItemSubject, ItemTrigger, Permission
from app.mileage.events import ItemsEntered, ShorteningRuleSaved
from app.mileage.models import MileageItem, SavedShorteningRule
from app.mileage.policy import POLICY
from app.mileage.rules.shortening_parameters import parameters_of, rule_from
from app.mileage.rules.shortening_runs import check_code
from app.mileage.services.accounts import lock_pool

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
    """An item that pays what was saved: for whom, its code and name, from when, and at most how much a year."""

    subject: ItemSubject
    code: str
    name: str
    valid_from: date
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
    """Enter the item by which people, or departments, are paid what was saved. The office has one of each at a time."""
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    lock_pool()
    _check_item(text)
    item = MileageItem(
        code=text.code,
        subject=text.subject,
        name_ko=text.name,
        name_en=ITEM_NAME.msgid,
        description_ko=str(ITEM_DESCRIPTION),
        description_en=ITEM_DESCRIPTION.msgid,
        core_values=[Value.SPEED.value],
        points=Decimal(1),
        cap_case=None,
        cap_day=None,
        cap_month=None,
        cap_year=text.cap_year,
        evidence_required=False,
        trigger=ItemTrigger.EVENT,
        event_code=EventCode.SHORTENING_COUNTED,
        confirmer=ItemConfirmer.NOBODY,
        valid_from=text.valid_from,
        valid_until=None,
    )
    db.session.add(item)
    db.session.flush()
    publish(ItemsEntered(actor_id=actor.id, item_id=item.id, count=1, valid_from=text.valid_from.isoformat()))
    return item


def _check_item(text: ItemText) -> None:
    if db.session.scalar(select(MileageItem.id).where(MileageItem.code == text.code).limit(1)) is not None:
        raise _wrong("code", _("There is an item with this code already."))
    there = select(MileageItem.id).where(
        MileageItem.event_code == EventCode.SHORTENING_COUNTED,
        MileageItem.subject == text.subject,
        or_(MileageItem.valid_until.is_(None), MileageItem.valid_until >= text.valid_from),
    )
    if db.session.scalar(there.limit(1)) is not None:
        raise Refused(_("There is an item for this already."))


def _wrong(field: str, reason: Message) -> Invalid:
    return Invalid(reason, fields={field: [reason]})
